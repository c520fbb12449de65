// The "+" beside a key opens the form of a new record; it takes along what the page
// says already: the source, and from the same row the person and the actor.
'use strict';
{
    const ROW = ['person', 'actor_country', 'actor_organization'];

    function valueOf(id) {
        const field = document.getElementById(id);
        return field && field.value;
    }

    // While the event goes down, so that Django's own handler opens the address with it.
    document.addEventListener('click', function(event) {
        const link = event.target.closest('a.related-widget-wrapper-link.add-related');
        if (!link) {
            return;
        }
        const own = link.id.replace(/^add_/, '');
        const row = own.includes('-') ? own.slice(0, own.lastIndexOf('-') + 1) : 'id_';
        const address = new URL(link.href);
        const known = {source: valueOf(row + 'source') || valueOf('id_source')};
        ROW.forEach(function(name) {
            known[name] = valueOf(row + name);
        });
        Object.entries(known).forEach(function([name, value]) {
            if (value && row + name !== own) {
                address.searchParams.set(name, value);
            } else {
                address.searchParams.delete(name);
            }
        });
        link.href = address;
    }, true);
}

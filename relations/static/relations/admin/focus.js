/* Where the focus goes: into a new form or row, and to the first thing that a refused form complains of. */
'use strict';
{
    const FIELDS = 'input:not([type="hidden"]), select, textarea';

    const focusOn = (place) => {
        const field = place?.matches(FIELDS) ? place : place?.querySelector(FIELDS);
        if (!field) {
            return;
        }
        const details = field.closest('details');
        if (details) {
            details.open = true;
        }
        const isAutocomplete = field.classList.contains('select2-hidden-accessible');
        const seen = isAutocomplete ? field.nextElementSibling.querySelector('.select2-selection') : field;
        seen.focus({preventScroll: true});
        seen.scrollIntoView({block: 'center'});
    };

    // Django makes the autocompletes of a new row by the same event: after it.
    document.addEventListener('formset:added', (event) => setTimeout(() => focusOn(event.target)));

    // Behind Django's own scripts, one of which puts it on the first button of an add form.
    const onceReady = (run) => window.addEventListener('load', () => window.django.jQuery(run));
    const isNew = document.querySelector('#django-admin-form-add-constants')?.dataset.modelName;

    const summary = document.querySelector('.error-summary');
    if (summary) {
        const targets = [...summary.querySelectorAll('a[href^="#"]')]
            .map((link) => document.querySelector(link.hash)).filter(Boolean);
        summary.addEventListener('click', (event) => {
            const link = event.target.closest('a[href^="#"]');
            if (link) {
                event.preventDefault();
                focusOn(document.querySelector(link.hash));
            }
        });
        onceReady(() => {
            const inOrder = targets.sort((a, b) => (
                a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
            ));
            if (inOrder.length) {
                focusOn(inOrder[0]);
            } else {
                summary.focus();
            }
        });
    } else if (isNew) {
        onceReady(() => {
            if (document.activeElement.matches('body, [type="submit"]')) {
                focusOn(document.querySelector('.change-form fieldset'));
            }
        });
    }
}

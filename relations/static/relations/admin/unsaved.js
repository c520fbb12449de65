/*
 * Unsaved work: a warning before the page is left, and a draft that outlives it.
 *
 * A field counts as changed where it differs from what the server sent; a page
 * that answers a refused submission holds typed work from the start. Drafts are
 * kept in this browser, by user and page, until a save succeeds, the user logs
 * out or another one logs in; not where a session only expires. A draft knows
 * inline rows by their ids and keeps the hidden stamp of the record that it was
 * typed on: whatever others saved in between is then found by the server.
 */
'use strict';
{
    const DAYS = 14;
    const KEPT = 5;
    const DRAFTS = 'geopol:drafts:';
    const LOGGED_OUT = 'geopol:logged-out';
    const SUBMITTED = 'geopol:submitted';
    const NO_WORK = ['submit', 'button', 'reset', 'image', 'file', 'password'];
    const NO_FIELD = /__prefix__|^(csrfmiddlewaretoken|action|_selected_action|select_across|index|_take|_theirs:.*)$/;

    const answersPost = document.querySelector('meta[name="answers-post"]') !== null;
    const owner = document.querySelector('meta[name="draft-owner"]')?.content;
    const form = document.querySelector('.change-form #content-main form[id$="_form"]')
        ?? document.querySelector('.change-list #changelist-form:has([name$="-TOTAL_FORMS"])');

    // Fields ------------------------------------------------------------------

    const fields = () => [...form.elements].filter(
        (field) => field.name && !NO_FIELD.test(field.name) && !NO_WORK.includes(field.type)
    );

    const valueOf = (field) => {
        if (field.type === 'checkbox' || field.type === 'radio') {
            return field.checked ? [field.value] : [];
        }
        return field.options ? [...field.selectedOptions].map((o) => o.value) : [field.value];
    };

    // What the server sent, even where the browser has put typed text back by itself.
    const sentValueOf = (field) => {
        if (field.type === 'checkbox' || field.type === 'radio') {
            return field.defaultChecked ? [field.value] : [];
        }
        if (field.options) {
            const sent = [...field.options].filter((o) => o.defaultSelected);
            const first = field.multiple ? [] : [...field.options].slice(0, 1);
            return (sent.length ? sent : first).map((o) => o.value);
        }
        return [field.type === 'hidden' ? field.value : field.defaultValue];
    };

    const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);

    const sent = new Map();
    const isChanged = (field) => {
        if (!sent.has(field)) {
            sent.set(field, sentValueOf(field)); // a field of a row added just now
        }
        return !same(valueOf(field), sent.get(field));
    };
    const isDirty = () => answersPost || fields().some(isChanged);

    // Drafts in the browser's storage ---------------------------------------------

    // A popup is a form for once: its drafts go with its window.
    const storage = document.body.classList.contains('popup') ? sessionStorage : localStorage;
    const address = () => {
        const query = new URLSearchParams(location.search);
        query.delete('_changelist_filters');
        return `${DRAFTS}${owner}:${location.pathname}?${query}`;
    };

    const read = (key) => {
        const oldest = Date.now() - DAYS * 24 * 3600 * 1000;
        try {
            return JSON.parse(storage.getItem(key) ?? '[]').filter((draft) => draft.at > oldest);
        } catch {
            return [];
        }
    };
    const write = (key, drafts) => {
        try {
            if (drafts.length) {
                storage.setItem(key, JSON.stringify(drafts.slice(0, KEPT)));
            } else {
                storage.removeItem(key);
            }
        } catch {
            // Storage is full or forbidden: the warning before leaving still stands.
        }
    };
    const forget = (key, id) => write(key, read(key).filter((draft) => draft.id !== id));

    // A draft belongs to an account: who sits down at this browser next does not see it.
    const isLoggedOut = document.querySelector('meta[name="logged-out"]') !== null;
    const wipe = (place) => {
        Object.keys(place)
            .filter((key) => key.startsWith(DRAFTS) && !(owner && key.startsWith(`${DRAFTS}${owner}:`)))
            .forEach((key) => place.removeItem(key));
    };
    try {
        if (isLoggedOut) {
            localStorage.setItem(LOGGED_OUT, 'yes'); // for the forms in other tabs
        } else if (owner) {
            localStorage.removeItem(LOGGED_OUT);
        }
        if (owner || isLoggedOut) {
            wipe(localStorage);
            wipe(sessionStorage);
        }
    } catch {
        // Storage is forbidden: then it holds no drafts.
    }
    const mayRemember = () => {
        try {
            return localStorage.getItem(LOGGED_OUT) === null;
        } catch {
            return false;
        }
    };

    // The page before this one submitted a draft: saved, refused, or lost its session?
    const takeSubmitted = () => {
        const mark = JSON.parse(sessionStorage.getItem(SUBMITTED) ?? 'null');
        if (!mark || document.body.classList.contains('login')) {
            return null;
        }
        sessionStorage.removeItem(SUBMITTED);
        if (!answersPost && document.querySelector('.messagelist .success')) {
            forget(mark.key, mark.id);
        }
        return mark;
    };
    const submitted = takeSubmitted();

    // Rows of inlines: a draft knows a stored row by its id, a new one by its turn -----

    const byName = (name) => fields().filter((field) => field.name === name);
    const prefixes = () => fields().map((f) => f.name).filter((name) => name.endsWith('-TOTAL_FORMS'))
        .map((name) => name.slice(0, -'-TOTAL_FORMS'.length));
    const rowsOf = (prefix) => {
        const total = Number(form.elements[`${prefix}-TOTAL_FORMS`].value);
        return Array.from({length: total}, (_, i) => form.elements[`${prefix}-${i}-id`]?.value ?? '');
    };

    /* Give a function from a name in a draft to the name in this form, '' where its row is gone. */
    const renaming = (draft) => {
        const places = {};
        for (const [prefix, ids] of Object.entries(draft.rows)) {
            const group = document.getElementById(`${prefix}-group`);
            const fresh = rowsOf(prefix).flatMap((id, i) => (id ? [] : [i]));
            places[prefix] = ids.map((id) => {
                if (id) {
                    return rowsOf(prefix).indexOf(id);
                }
                if (!fresh.length) {
                    fresh.push(rowsOf(prefix).length);
                    group?.querySelector('.add-row a')?.click();
                }
                return fresh.shift();
            });
        }
        return (name) => {
            const [, prefix, row, rest] = name.match(/^(.+)-(\d+)-(.+)$/) ?? [];
            if (!places[prefix]) {
                return name;
            }
            const place = places[prefix][row] ?? -1;
            return place < 0 ? '' : `${prefix}-${place}-${rest}`;
        };
    };

    // Numbers of rows and their ids are the page's own; other hidden fields are stamps.
    const isStructure = (field) => /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|-\d+-id$/.test(field.name);

    const draftOf = (id) => ({
        id,
        at: Date.now(),
        rows: Object.fromEntries(prefixes().map((prefix) => [prefix, rowsOf(prefix)])),
        values: fields()
            .filter((field) => !isStructure(field))
            .filter((field) => answersPost || field.type === 'hidden' || isChanged(field))
            .map((field) => [
                field.name,
                valueOf(field),
                field.options ? [...field.selectedOptions].map((o) => o.text) : [],
                field.type,
                field.value,
            ]),
    });

    const fill = (field, values, labels) => {
        if (field.type === 'checkbox' || field.type === 'radio') {
            field.checked = values.includes(field.value);
        } else if (field.options) {
            values.forEach((value, i) => {
                if (![...field.options].some((o) => o.value === value)) {
                    field.add(new Option(labels[i], value)); // chosen in an autocomplete
                }
            });
            [...field.options].forEach((o) => { o.selected = values.includes(o.value); });
        } else {
            field.value = values[0];
        }
    };

    /* Put a draft into the form, and give how many of its values found no place any more. */
    const restore = (draft) => {
        const renamed = renaming(draft);
        const isBox = (type) => type === 'checkbox' || type === 'radio';
        const found = draft.values.map(([name, values, labels, type, own]) => [
            byName(renamed(name)).find((field) => !isBox(type) || field.value === own), values, labels, type,
        ]);
        const put = found.filter(([field]) => field);
        for (const [field, values, labels] of put) {
            fill(field, values, labels);
            field.dispatchEvent(new Event('change', {bubbles: true}));
        }
        // Once more: a change of a title has rewritten the slug that goes with it.
        put.forEach(([field, values, labels]) => fill(field, values, labels));
        return found.filter(([field, , , type]) => !field && type !== 'hidden').length;
    };

    // The offer ------------------------------------------------------------------------

    const time = (at) => {
        const day = new Date(at);
        const clock = {hour: '2-digit', minute: '2-digit'};
        const date = {day: 'numeric', month: 'long'};
        const isToday = day.toDateString() === new Date().toDateString();
        return day.toLocaleString(document.documentElement.lang, isToday ? clock : {...date, ...clock});
    };

    const offer = (key, drafts, remember) => {
        const [draft, ...older] = drafts;
        const notice = document.getElementById('draft-notice').content.firstElementChild.cloneNode(true);
        notice.querySelectorAll('time').forEach((shown) => {
            shown.dateTime = new Date(draft.at).toISOString();
            shown.textContent = time(draft.at);
        });
        const say = (part) => {
            notice.querySelectorAll('[data-when]').forEach((p) => { p.hidden = p.dataset.when !== part; });
        };
        notice.querySelector('.restore').addEventListener('click', () => {
            const lost = restore(draft);
            remember();
            if (lost) {
                notice.querySelector('.lost').hidden = false; // its draft stays, to be read again
            } else {
                forget(key, draft.id);
            }
            say('restored');
            setTimeout(() => notice.focus()); // behind the rows added just now, which ask for it too
        });
        notice.querySelector('.discard').addEventListener('click', () => {
            forget(key, draft.id);
            notice.remove();
            if (older.length) {
                offer(key, older, remember);
            } else {
                document.getElementById('content-start').focus();
            }
        });
        say('offered');
        form.before(notice);
    };

    // The page ---------------------------------------------------------------------------

    if (form && owner) {
        const key = address();
        const isAnswer = answersPost && submitted?.key === key;
        const id = isAnswer ? submitted.id : `${Date.now()}-${Math.random()}`;
        fields().forEach((field) => sent.set(field, sentValueOf(field)));
        const offered = read(key).filter((draft) => draft.id !== id);
        let isSubmitting = false;
        let waiting = 0;

        const remember = (isSent = false) => {
            if (!isSent && !mayRemember()) {
                return; // logged out in another tab: only what is sent all the same is kept
            }
            const others = read(key).filter((draft) => draft.id !== id);
            write(key, isDirty() ? [draftOf(id), ...others] : others);
        };
        const soon = () => {
            clearTimeout(waiting);
            waiting = setTimeout(() => remember(), 400);
        };

        for (const event of ['input', 'change', 'formset:added']) {
            form.addEventListener(event, soon);
        }
        document.addEventListener('formset:removed', soon);
        // Autocompletes and popups speak by jQuery, which no listener of ours hears.
        window.django?.jQuery(form).on('change', soon);
        document.addEventListener('visibilitychange', () => document.hidden && remember());
        form.addEventListener('submit', (event) => {
            if (event.defaultPrevented) {
                return;
            }
            remember(true);
            isSubmitting = true;
            sessionStorage.setItem(SUBMITTED, JSON.stringify({key, id}));
        });
        // What was being remembered while another tab logged out and wiped all.
        window.addEventListener('storage', (event) => {
            if (event.key === LOGGED_OUT && event.newValue) {
                forget(key, id);
            }
        });
        window.addEventListener('pageshow', () => { isSubmitting = false; });
        window.addEventListener('beforeunload', (event) => {
            if (!isSubmitting && isDirty()) {
                remember();
                event.preventDefault();
            }
        });
        if (offered.length && !isAnswer) {
            offer(key, offered, remember);
        }
    }
}

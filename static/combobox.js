"use strict";

/**
 * Makes a combobox of a text field: a list of suggestions below it, by the pattern "editable combobox with list
 * autocomplete, manual selection" of the WAI-ARIA practices. The text stays as typed until a suggestion is chosen.
 *
 * Letters that an input method has not finished are left to it: nothing is asked, and no key is taken.
 *
 * options.holder    element that the list and the live region are put into; the list stands at its lower edge
 * options.id        id of the list; the suggestions have it with a number
 * options.address   function: typed text → address that answers {"suggestions": [...]}
 * options.chosen    function: called after a chosen suggestion stands in the field
 */
function combobox(input, options) {
  const DELAY = 150; // milliseconds without a key before suggestions are asked for
  const IN_PROGRESS = 229; // keyCode of keys that an input method handles

  const list = document.createElement("ul");
  list.id = options.id;
  list.className = "choices";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "联想词");

  const status = document.createElement("p");
  status.className = "choices-status";
  status.setAttribute("role", "status");

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.autocomplete = "off";
  options.holder.appendChild(list);
  options.holder.appendChild(status);

  let composing = false;
  let active = -1;
  let timer = 0;
  let request = 0; // number of the last request: answers to earlier ones come too late
  let controller = null;

  function cancel() {
    clearTimeout(timer);
    request += 1;
    if (controller) controller.abort();
    controller = null;
  }

  function close() {
    cancel();
    activate(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function activate(index) {
    const items = list.children;
    if (items[active]) items[active].setAttribute("aria-selected", "false");
    active = index;
    if (index < 0) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    const item = items[index];
    item.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", item.id);
    if (item.offsetTop < list.scrollTop) list.scrollTop = item.offsetTop;
    const bottom = item.offsetTop + item.offsetHeight;
    if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
  }

  function show(suggestions, first) {
    close();
    list.textContent = "";
    suggestions.forEach(function (text, index) {
      const item = document.createElement("li");
      item.id = list.id + "-" + index;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = text;
      list.appendChild(item);
    });
    status.textContent = suggestions.length
      ? "有 " + suggestions.length + " 条联想词，按上下方向键选择"
      : "没有联想词";
    if (!suggestions.length) return;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (first !== undefined) activate(first < 0 ? suggestions.length - 1 : first);
  }

  /** Asks for suggestions; `first` is the one to make active when they come (-1: the last). */
  function ask(first) {
    cancel();
    const text = input.value.trim();
    if (!text) {
      close();
      status.textContent = "";
      return;
    }
    const own = request;
    controller = window.AbortController ? new AbortController() : null;
    fetch(options.address(text), controller ? { signal: controller.signal } : {})
      .then(function (answer) {
        return answer.ok ? answer.json() : { suggestions: [] };
      })
      .then(function (answer) {
        if (own === request) show(answer.suggestions, first);
      })
      .catch(function () {
        // Given up, or the service is away: the field works without suggestions.
        if (own === request) close();
      });
  }

  function askSoon() {
    cancel();
    timer = setTimeout(ask, DELAY);
  }

  function choose(item) {
    input.value = item.textContent;
    close();
    options.chosen();
  }

  function move(step) {
    const count = list.children.length;
    if (list.hidden) {
      ask(step < 0 ? -1 : 0);
      return;
    }
    // One place before the first is the field itself.
    const next = active + step;
    activate(next >= count ? -1 : next < -1 ? count - 1 : next);
  }

  input.addEventListener("compositionstart", function () {
    composing = true;
    close();
  });
  input.addEventListener("compositionend", function () {
    composing = false;
    askSoon();
  });
  input.addEventListener("input", function (event) {
    if (composing || event.isComposing) return;
    askSoon();
  });
  input.addEventListener("blur", close);

  input.addEventListener("keydown", function (event) {
    if (composing || event.isComposing || event.keyCode === IN_PROGRESS) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const open = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (event.altKey) {
        if (event.key === "ArrowUp") close();
        else if (!open) ask();
      } else {
        move(event.key === "ArrowDown" ? 1 : -1);
      }
    } else if (event.key === "Enter") {
      if (open && active >= 0) {
        event.preventDefault();
        choose(list.children[active]);
      } else {
        close();
      }
    } else if (event.key === "Escape") {
      // The first press closes the list, the next one empties the field.
      event.preventDefault();
      if (!open) input.value = "";
      close();
    } else if (event.key === "Tab") {
      close();
    } else if (open && ["Home", "End", "ArrowLeft", "ArrowRight"].indexOf(event.key) >= 0) {
      activate(-1); // the caret moves in the field
    }
  });

  list.addEventListener("mousedown", function (event) {
    event.preventDefault(); // the field keeps the focus
  });
  list.addEventListener("click", function (event) {
    if (event.target.parentNode === list) choose(event.target);
  });
  window.addEventListener("pagehide", close);

  return { close: close };
}

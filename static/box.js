"use strict";

// Suggestions for the search boxes of the page. Without scripts they are plain forms.
(function () {
  Array.prototype.forEach.call(document.querySelectorAll("form.box"), function (form) {
    const input = form.querySelector("input[name=q]");
    combobox(input, {
      holder: form,
      id: input.id + "-choices",
      address: function (text) {
        return form.dataset.suggest + "?q=" + encodeURIComponent(text);
      },
      chosen: function () {
        form.submit();
      },
    });
  });
})();

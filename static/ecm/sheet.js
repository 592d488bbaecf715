// The sheet of services: a new row takes date and award from the row above, and only what a service is
// counted in can be filled in. Without this script empty fields mean the same, and the server refuses the rest.
(function () {
  "use strict";

  const list = document.querySelector("#sheet [data-row-list]");
  const carried = ["on", "award"];
  const cell = (row, name) => row.querySelector(`[name$="-${name}"]`);

  function carry(row) {
    const above = row.previousElementSibling;
    if (!above) return;
    carried.forEach((name) => {
      cell(row, name).value = cell(above, name).value;
    });
  }

  new MutationObserver((changes) => {
    changes.forEach((change) => change.addedNodes.forEach((node) => node.nodeType === 1 && carry(node)));
  }).observe(list, { childList: true });
})();

// A table that is wider than the window scrolls: let the keyboard reach it, whenever the page wraps it.
const reach = () => document.querySelectorAll(".md-typeset__scrollwrap").forEach((wrap) => (wrap.tabIndex = 0));
new MutationObserver(reach).observe(document.body, { childList: true, subtree: true });
reach();

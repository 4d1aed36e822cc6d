"""The tags of HTML, by what they are to a reader."""

WITHOUT_WORDS = frozenset({"head", "input", "link", "meta", "script", "style", "svg", "template"})
"""What no browser shows as text."""

SILENT = WITHOUT_WORDS | frozenset(
    {
        *("applet", "audio", "button", "canvas", "datalist", "embed", "iframe", "map", "math", "noscript", "object"),
        *("select", "textarea", "video"),
    }
)
"""What is no part of an article's text; the words in it are reported."""

BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
        ),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *(
            "header",
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
        ),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    }
)
"""What begins a new line; every other tag stands inside one."""

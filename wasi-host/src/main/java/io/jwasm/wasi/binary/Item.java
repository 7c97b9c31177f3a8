package io.jwasm.wasi.binary;

/// What a module declares many of, and how many of it are taken. A decoder makes objects of each,
/// some hundred times the bytes that it has in the file, so that a module of a few megabytes could
/// take the heap of the daemon. The largest programs have a tenth of it; the specification's
/// JavaScript embedding sets limits up to ten times as high
/// ([limits](https://webassembly.github.io/spec/js-api/#limits)).
enum Item {
    TYPES("types", 100_000),
    IMPORTS("imports", 100_000),
    FUNCTIONS("functions", 500_000),
    TABLES("tables", 100_000),
    GLOBALS("globals", 100_000),
    EXPORTS("exports", 500_000),
    TAGS("tags", 100_000),
    ELEMENT_SEGMENTS("element segments", 100_000),
    ELEMENTS("elements", 1_000_000),
    DATA_SEGMENTS("data segments", 100_000),
    CUSTOM_SECTIONS("custom sections", 100_000);

    final String plural;
    final int most;

    Item(String plural, int most) {
        this.plural = plural;
        this.most = most;
    }
}

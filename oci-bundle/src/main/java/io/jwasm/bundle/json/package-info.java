/// JSON of the bundle and the image: one mapper for trees, and values that know their place.
///
/// Not exported. May use Jackson and [io.jwasm.bundle.error]. Start reading at
/// [io.jwasm.bundle.json.JsonValue].
@NullMarked
package io.jwasm.bundle.json;

import org.jspecify.annotations.NullMarked;

/// The calling side. Start at `TtrpcClient`.
@NullMarked
package io.jwasm.ttrpc.client;

import org.jspecify.annotations.NullMarked;

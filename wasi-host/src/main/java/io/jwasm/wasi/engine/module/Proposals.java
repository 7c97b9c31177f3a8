package io.jwasm.wasi.engine.module;

import io.jwasm.wasi.binary.CodeFeatures;
import io.jwasm.wasi.binary.Feature;
import io.jwasm.wasi.engine.ModuleException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names the extensions of WebAssembly that a module uses and this engine does not run.
///
/// [Proposals](https://github.com/WebAssembly/proposals).
final class Proposals {

    private static final Pattern ILLEGAL_OPCODE =
            Pattern.compile("illegal opcode, op value (\\w+)");

    private Proposals() {}

    static void checkSupported(CodeFeatures features, String name) throws ModuleException {
        if (features.hasSharedMemory()) {
            throw unsupported(name, "threads (shared memory)", null);
        }
        List<String> lacking =
                features.used().stream().flatMap(feature -> lacking(feature).stream()).toList();
        if (!lacking.isEmpty()) {
            throw unsupported(name, lacking.getLast(), null);
        }
    }

    /// What a user reads of a proposal that guests may not use.
    static Optional<String> lacking(Feature feature) {
        return switch (feature) {
            case SIGN_EXTENSION,
                    SATURATING_CONVERSIONS,
                    BULK_MEMORY,
                    REFERENCE_TYPES,
                    MULTI_VALUE,
                    EXTENDED_CONSTANTS,
                    TAIL_CALLS,
                    EXCEPTIONS,
                    FUNCTION_REFERENCES,
                    GARBAGE_COLLECTION,
                    THREADS, // atomic instructions; that its memory is shared is another matter
                    MULTI_MEMORY ->
                    Optional.empty();
            case LEGACY_EXCEPTIONS ->
                    Optional.of(
                            "legacy exception handling"
                                    + " (`wasm-opt --translate-to-exnref` converts a module)");
            case SIMD -> Optional.of("SIMD (fixed-width vectors)");
            case MEMORY64 -> Optional.of("64-bit memory (memory64)");
            case RELAXED_SIMD,
                    CUSTOM_PAGE_SIZES,
                    WIDE_ARITHMETIC,
                    STACK_SWITCHING,
                    CUSTOM_DESCRIPTORS,
                    SHARED_EVERYTHING ->
                    Optional.of(feature.title());
        };
    }

    /// The proposal that an opcode belongs to which neither the decoder knows nor we do.
    static Optional<String> ofIllegalOpcode(String message) {
        Matcher matcher = ILLEGAL_OPCODE.matcher(message);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int opcode = Integer.parseInt(matcher.group(1), 16);
        return switch (opcode > 0xff ? opcode >>> 8 : opcode) {
            case 0xfb -> Optional.of("a later part of garbage collection");
            case 0xfc -> Optional.of("a later miscellaneous instruction");
            case 0xfe -> Optional.of("a later part of threads");
            default -> Optional.empty();
        };
    }

    static ModuleException unsupported(String name, String proposal, @Nullable Throwable cause) {
        return new ModuleException(
                "\"%s\" uses %s, which jwasm does not support".formatted(name, proposal), cause);
    }
}

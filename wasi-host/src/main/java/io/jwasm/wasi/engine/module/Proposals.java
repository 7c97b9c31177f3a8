package io.jwasm.wasi.engine.module;

import io.jwasm.wasi.binary.CodeFeatures;
import io.jwasm.wasi.binary.Feature;
import io.jwasm.wasi.engine.ModuleException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names the extensions of WebAssembly that a module uses and this engine does not run.
///
/// [Proposals](https://github.com/WebAssembly/proposals).
final class Proposals {

    private static final String SIMD = "SIMD (fixed-width vectors)";
    private static final String LEGACY_EXCEPTIONS =
            "legacy exception handling (`wasm-opt --translate-to-exnref` converts a module)";
    private static final String THREADS = "threads (shared memory)";

    private static final Pattern ILLEGAL_OPCODE =
            Pattern.compile("illegal opcode, op value (\\w+)");

    private Proposals() {}

    static void checkSupported(CodeFeatures features, String name) throws ModuleException {
        if (features.hasSharedMemory()) {
            throw unsupported(name, THREADS, null);
        }
        if (features.used().contains(Feature.SIMD)) {
            throw unsupported(name, SIMD, null);
        }
    }

    /// The proposal that an opcode belongs to which the decoder does not know.
    static Optional<String> ofIllegalOpcode(String message) {
        Matcher matcher = ILLEGAL_OPCODE.matcher(message);
        if (!matcher.find()) {
            return Optional.empty();
        }
        int opcode = Integer.parseInt(matcher.group(1), 16);
        return switch (opcode > 0xff ? opcode >>> 8 : opcode) {
            case 0x06, 0x07, 0x09, 0x18, 0x19 -> Optional.of(LEGACY_EXCEPTIONS);
            case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 -> Optional.of("stack switching");
            case 0xfb -> Optional.of("a part of garbage collection that the engine lacks");
            case 0xfc -> Optional.of("wide arithmetic or a later miscellaneous instruction");
            case 0xfd -> Optional.of("relaxed SIMD");
            case 0xfe -> Optional.of("a later part of threads");
            default -> Optional.empty();
        };
    }

    static ModuleException unsupported(String name, String proposal, @Nullable Throwable cause) {
        return new ModuleException(
                "\"%s\" uses %s, which jwasm does not support".formatted(name, proposal), cause);
    }
}

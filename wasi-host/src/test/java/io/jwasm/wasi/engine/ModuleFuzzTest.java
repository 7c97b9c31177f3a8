package io.jwasm.wasi.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.wasi.engine.compile.BackgroundCompiler;
import io.jwasm.wasi.engine.module.ModuleDecoder;
import io.jwasm.wasi.engine.module.SharedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mutated modules are loaded or refused, in bounded time, and nothing else happens.
@Tag("fuzz")
class ModuleFuzzTest {

    private static final int ROUNDS = 2_000;
    private static final long MAX_CPU_MILLIS = 5_000;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3; // clock_gettime(2)

    @ParameterizedTest
    @ValueSource(strings = {"hello.wasm", "traps.wasm", "loops.wasm", "limits.wasm", "tiers.wasm"})
    void aMutatedModuleIsLoadedOrRefused(String resource) throws Exception {
        fuzz(TestEngine.resource(resource), ROUNDS);
    }

    @Test
    void aMutatedProgramIsLoadedOrRefused() throws Exception {
        fuzz(Files.readAllBytes(Path.of("..", "examples", "hello", "hello.wasm")), ROUNDS / 20);
    }

    private static void fuzz(byte[] seed, int rounds) {
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] mutant = mutate(seed, new Random(round));
            long before = cpuNanos();
            if (!isTaken(mutant, round % 50 == 0)) {
                refused++;
            }
            long millis = (cpuNanos() - before) / 1_000_000;
            assertThat(millis).as("round %d", round).isLessThan(MAX_CPU_MILLIS);
        }
        assertThat(refused).isBetween(1, rounds - 1);
    }

    /// What this thread has used, which on a busy machine is not the time that has passed.
    private static long cpuNanos() {
        try (NativeBuffer time = NativeBuffer.allocate(2 * Long.BYTES)) {
            long result =
                    Native.syscall(
                            SyscallNumber.CLOCK_GETTIME,
                            CLOCK_THREAD_CPUTIME_ID,
                            time.address(),
                            0);
            assertThat(result).isZero();
            return time.getLong(0) * 1_000_000_000 + time.getLong(Long.BYTES);
        }
    }

    private static boolean isTaken(byte[] mutant, boolean isToBeCompiled) {
        try (BackgroundCompiler compiler =
                new BackgroundCompiler(Integer.MAX_VALUE, (_, _, _) -> Optional.empty(), _ -> {})) {
            SharedModule module = ModuleDecoder.decode(mutant, "mutant", "mutant", true);
            if (isToBeCompiled) {
                compiler.compileNow(module, Progress.NONE);
                assertThat(module.compiled() != null || module.whyNotCompiled().isPresent())
                        .isTrue();
            }
            return true;
        } catch (ModuleException expected) {
            assertThat(expected).hasMessageStartingWith("\"mutant\" ");
            return false;
        }
    }

    private static byte[] mutate(byte[] seed, Random random) {
        byte[] mutant = seed.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = 8 + random.nextInt(mutant.length - 8);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt();
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> mutant[at] = (byte) 0xff;
                default -> mutant[at] = mutant[8 + random.nextInt(mutant.length - 8)];
            }
        }
        return mutant;
    }
}

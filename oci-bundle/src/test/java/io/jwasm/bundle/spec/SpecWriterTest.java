package io.jwasm.bundle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.linux.terminal.WindowSize;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecWriterTest {

    @Test
    void whatIsWrittenIsReadBackTheSame() throws BundleException {
        RuntimeSpec spec = everything();
        assertThat(SpecReader.readConfig(SpecWriter.write(spec))).isEqualTo(spec);
    }

    @Test
    void theLeastConfigurationIsReadBackTheSame() throws BundleException {
        RuntimeSpec spec =
                RuntimeSpec.of(
                        ProcessSpec.of(List.of("/a.wasm"), List.of(), "/"),
                        new RootSpec("/srv/rootfs", true));
        assertThat(SpecReader.readConfig(SpecWriter.write(spec))).isEqualTo(spec);
        assertThat(new String(SpecWriter.write(spec), StandardCharsets.UTF_8))
                .doesNotContain("mounts", "linux", "hooks");
    }

    private static RuntimeSpec everything() {
        ProcessSpec process =
                new ProcessSpec(
                        List.of("app.wasm", "ü \"quoted\"", ""),
                        List.of("PATH=/bin", "EMPTY="),
                        "/srv",
                        new UserSpec(4294967295L, 1000, 022, List.of(1L, 2L)),
                        true,
                        new WindowSize(120, 40),
                        new Capabilities(
                                List.of("CAP_KILL"),
                                List.of("CAP_KILL"),
                                List.of(),
                                List.of("CAP_CHOWN"),
                                List.of()),
                        List.of(new Rlimit("RLIMIT_NOFILE", 1024, -1)),
                        true,
                        -998);
        Hook hook = new Hook("/bin/hook", List.of("hook", "x"), List.of("A=b"), 5);
        return new RuntimeSpec(
                "1.1.0",
                process,
                new RootSpec("rootfs", true),
                "box",
                List.of(new MountSpec("/data", "bind", "/srv", List.of("rbind", "ro"))),
                new Hooks(List.of(hook), List.of(), List.of(), List.of(), List.of(), List.of(hook)),
                Map.of("jwasm.io/network", "none"),
                linux());
    }

    private static LinuxSpec linux() {
        return new LinuxSpec(
                List.of(
                        new NamespaceSpec(NamespaceType.NETWORK, "/proc/42/ns/net"),
                        new NamespaceSpec(NamespaceType.UTS, "")),
                "system.slice:docker:abc",
                new ResourcesSpec(
                        new ResourcesSpec.Memory(1L << 30, -1L, 2L << 30),
                        new ResourcesSpec.Cpu(512L, 50_000L, 100_000L, 0L, "0-1", "0"),
                        100L),
                false,
                List.of("/proc/kcore"),
                List.of("/proc/sys"));
    }
}

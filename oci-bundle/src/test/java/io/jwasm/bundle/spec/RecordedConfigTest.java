package io.jwasm.bundle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.bundle.error.BundleException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What containerd, the CRI and dockerd wrote for real containers.
class RecordedConfigTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ctr-1.6",
                "ctr-2.1",
                "cri-1.6-sandbox",
                "cri-1.6-container",
                "cri-2.1-sandbox",
                "cri-2.1-container",
                "docker-26.1",
                "docker-28.5"
            })
    void recordedConfigurationIsReadAndWrittenBack(String name) throws Exception {
        RuntimeSpec spec = read(name);
        assertThat(spec.process().args()).isNotEmpty();
        assertThat(spec.mounts()).isNotEmpty();
        assertThat(spec.linux().cgroupsPath()).isNotEmpty();
        LinuxSpec linux = spec.linux();
        LinuxSpec withoutSeccomp =
                new LinuxSpec(
                        linux.namespaces(),
                        linux.cgroupsPath(),
                        linux.resources(),
                        false,
                        linux.maskedPaths(),
                        linux.readonlyPaths());
        assertThat(SpecReader.readConfig(SpecWriter.write(spec)))
                .isEqualTo(spec.withLinux(withoutSeccomp));
    }

    @Test
    void ctrAsksForNewNamespacesAndALimit() throws Exception {
        RuntimeSpec spec = read("ctr-2.1");
        assertThat(spec.root()).isEqualTo(new RootSpec("rootfs", false));
        assertThat(spec.linux().namespace(NamespaceType.NETWORK))
                .contains(new NamespaceSpec(NamespaceType.NETWORK, ""));
        assertThat(spec.linux().resources().memory().limit()).isEqualTo(64L << 20);
        assertThat(spec.mounts().getLast())
                .isEqualTo(new MountSpec("/data", "bind", "/tmp", List.of("rbind", "ro")));
    }

    @Test
    void dockerNamesAMountedRootItsQuotaAndItsUser() throws Exception {
        RuntimeSpec spec = read("docker-28.5");
        assertThat(spec.root().path()).startsWith("/var/lib/docker/").endsWith("/merged");
        assertThat(spec.process().user()).isEqualTo(new UserSpec(1000, 1000, null, List.of(1000L)));
        assertThat(spec.linux().resources().cpu().quotaMicros()).isEqualTo(50_000);
        assertThat(spec.linux().resources().cpu().periodMicros()).isEqualTo(100_000);
        assertThat(spec.linux().hasSeccomp()).isTrue();
        assertThat(spec.hooks()).isEqualTo(Hooks.NONE);
    }

    @Test
    void dockerBefore28SetsTheNetworkUpInAHook() throws Exception {
        Hook hook = read("docker-26.1").hooks().prestart().getFirst();
        assertThat(hook.args()).startsWith("libnetwork-setkey");
    }

    @Test
    void criTellsThePauseContainerFromOthers() throws Exception {
        String type = "io.kubernetes.cri.container-type";
        assertThat(read("cri-2.1-sandbox").annotations()).containsEntry(type, "sandbox");
        RuntimeSpec container = read("cri-2.1-container");
        assertThat(container.annotations()).containsEntry(type, "container");
        assertThat(container.linux().namespace(NamespaceType.IPC).orElseThrow().isNew()).isFalse();
    }

    private static RuntimeSpec read(String name) throws IOException, BundleException {
        try (InputStream in = RecordedConfigTest.class.getResourceAsStream(name + ".json")) {
            return SpecReader.readConfig(Objects.requireNonNull(in, name).readAllBytes());
        }
    }
}

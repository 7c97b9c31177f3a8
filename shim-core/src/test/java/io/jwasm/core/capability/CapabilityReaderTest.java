package io.jwasm.core.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.api.error.ShimException;
import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.spec.SpecReader;
import io.jwasm.bundle.user.ResolvedUser;
import io.jwasm.core.config.ContainerConfig;
import io.jwasm.core.config.MemoryConfig;
import io.jwasm.core.wall.WallConfig;
import io.jwasm.wasi.GuestLimits;
import io.jwasm.wasi.GuestNetwork;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CapabilityReaderTest {

    private static final long MEMORY = 1L << 30;
    private static final ResolvedUser USER = new ResolvedUser(7, 8, List.of(9L));

    private static GuestCapabilities read(String process, String rest) throws Exception {
        return CapabilityReader.read(
                bundle(process, rest),
                USER,
                new ContainerConfig(
                        GuestNetwork.NAMESPACE, new MemoryConfig(MEMORY, MEMORY), WallConfig.ALL));
    }

    private static Bundle bundle(String process, String rest) throws Exception {
        String json =
                """
                {"process": {"args": ["/a.wasm", "x"], "env": ["A=b"], "cwd": "/srv"%s},
                 "root": {"path": "rootfs"}%s}
                """
                        .formatted(process, rest);
        return new Bundle(
                Path.of("/run/bundle"),
                SpecReader.readConfig(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<MountCapability> mounts(String list) throws Exception {
        return read("", ", \"mounts\": [" + list + "]").files().mounts();
    }

    @Test
    void littleIsGrantedWhereLittleIsAsked() throws Exception {
        assertThat(read("", ""))
                .isEqualTo(
                        new GuestCapabilities(
                                new ProgramCapability(
                                        List.of("/a.wasm", "x"), List.of("A=b"), "/srv"),
                                new UserCapability(7, 8, List.of(9L), 022),
                                new FileCapabilities(false, List.of(), List.of(), List.of()),
                                GuestNetwork.NAMESPACE,
                                GuestLimits.ofMemory(MEMORY)));
    }

    @Test
    void theWorkingDirectoryIsAVariable() throws Exception {
        assertThat(read("", "").program().environment()).containsExactly("A=b", "PWD=/srv");
    }

    @Test
    void aVariableThatIsGivenStays() throws Exception {
        ProgramCapability program =
                new ProgramCapability(List.of("a"), List.of("PWD=/else"), "/srv");

        assertThat(program.environment()).containsExactly("PWD=/else");
    }

    @Test
    void bindsKeepTheirOptions() throws Exception {
        assertThat(
                        mounts(
                                """
                                {"destination": "/d/", "source": "/h", "type": "bind",
                                 "options": ["rbind", "ro"]},
                                {"destination": "/e", "source": "sub", "options": ["bind"]}
                                """))
                .containsExactly(
                        new MountCapability.Bind("/d", "/h", List.of("rbind", "ro"), true),
                        new MountCapability.Bind("/e", "/run/bundle/sub", List.of("bind"), false));
    }

    @Test
    void memoryFileSystemsAndDevicesAreToldApart() throws Exception {
        assertThat(
                        mounts(
                                """
                                {"destination": "/dev", "type": "tmpfs", "options": ["mode=755"]},
                                {"destination": "/tmp", "type": "tmpfs", "options": ["size=1m"]}
                                """))
                .containsExactly(
                        new MountCapability.Devices("/dev", List.of("mode=755")),
                        new MountCapability.Temporary("/tmp", List.of("size=1m")));
    }

    @ParameterizedTest
    @CsvSource({
        "proc",
        "sysfs",
        "devpts",
        "devtmpfs",
        "mqueue",
        "cgroup",
        "cgroup2",
    })
    void viewsOfTheKernelAreWithheld(String type) throws Exception {
        assertThat(mounts("{\"destination\": \"/x\", \"type\": \"%s\"}".formatted(type)))
                .containsExactly(new MountCapability.Withheld("/x", type));
    }

    @Test
    void limitsComeFromTheConfiguration() throws Exception {
        GuestCapabilities capabilities =
                read(
                        ", \"rlimits\": [{\"type\": \"RLIMIT_NOFILE\", \"soft\": 100, \"hard\":"
                                + " 200}]",
                        ", \"linux\": {\"resources\": {\"memory\": {\"limit\": 5000000}}}");

        assertThat(capabilities.limits())
                .isEqualTo(GuestLimits.ofMemory(5_000_000).withDescriptors(100));
    }

    @Test
    void limitsAreNotWidenedByTheConfiguration() throws Exception {
        GuestCapabilities capabilities =
                read(
                        ", \"rlimits\": [{\"type\": \"RLIMIT_NOFILE\", \"soft\":"
                                + " 18446744073709551615, \"hard\": 18446744073709551615}]",
                        ", \"linux\": {\"resources\": {\"memory\": {\"limit\": 9000000000}}}");

        assertThat(capabilities.limits()).isEqualTo(GuestLimits.ofMemory(MEMORY));
    }

    @Test
    void theUmaskIsTheUsers() throws Exception {
        assertThat(read(", \"user\": {\"umask\": 63}", "").user().umask()).isEqualTo(077);
    }

    @ParameterizedTest
    @EnumSource
    void theNetworkIsTheConfigurations(GuestNetwork network) throws Exception {
        ContainerConfig config =
                new ContainerConfig(network, new MemoryConfig(MEMORY, MEMORY), WallConfig.ALL);

        assertThat(CapabilityReader.read(bundle("", ""), USER, config).network())
                .isEqualTo(network);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"destination\": \"/\", \"type\": \"tmpfs\"}' "
                        + "| config.json: a mount on \"/\" would hide the root file system",
                "'{\"destination\": \"/x\", \"type\": \"nfs\"}' "
                        + "| mount \"/x\": type \"nfs\" is not implemented",
                "'{\"destination\": \"/x\", \"source\": \"/y\", \"options\": [\"rbind\","
                        + " \"idmap\"]}' | mount \"/x\": option \"idmap\" is not implemented",
            })
    void whatCannotBeGrantedIsNamed(String mount, String message) {
        assertThatThrownBy(() -> mounts(mount))
                .isInstanceOf(ShimException.class)
                .hasMessage(message);
    }

    @Test
    void tooFewDescriptorsAreAnError() {
        assertThatThrownBy(() ->
                        read(
                                ", \"rlimits\": [{\"type\": \"RLIMIT_NOFILE\","
                                        + " \"soft\": 4, \"hard\": 4}]",
                                ""))
                .isInstanceOf(ShimException.InvalidArgument.class)
                .hasMessage(
                        "config.json: 4 descriptors are too few: the standard streams and the"
                                + " granted directories take 4");
    }

    @Test
    void idsThatChangeNothingAreRefused() {
        assertThatThrownBy(() -> new UserCapability(0xffff_ffffL, 0, List.of(), 0))
                .hasMessage("uid 4294967295 is out of range");
    }
}

package io.jwasm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jwasm.it.peer.Release;
import io.jwasm.it.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What a container of `ctr run` is granted: mounts, users, directories.
///
/// The same tests run under runc, which shows that they are right.
@ParameterizedClass
@MethodSource("stacks")
class GrantsIT {
    private final Stack stack;
    private final Path folder;

    GrantsIT(Stack stack, @TempDir Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    static Stream<Stack> stacks() {
        return Stack.forAll();
    }

    private Outcome run(List<String> options, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--rm"));
        all.addAll(options);
        return stack.probe(all, Stack.newId(), arguments).run();
    }

    private static List<String> bind(Path source, String place, String mode) {
        String mount = "type=bind,src=" + source + ",dst=" + place + ",options=rbind:" + mode;
        return List.of("--mount", mount);
    }

    private static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static void refused(Outcome outcome, String reason) {
        assertThat(outcome.exitCode()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.error()).containsIgnoringCase(reason);
    }

    private void requireUsers() {
        assumeTrue(stack.release() != Release.V1_6, "ctr 1.6 has no option for it");
    }

    @Test
    void filesAreTheUsers() throws IOException {
        requireUsers();
        permit(folder, "rwxrwxrwx");

        run(
                        both(List.of("--user", "1234:2345"), bind(folder, "/data", "rw")),
                        "write",
                        "/data/new",
                        "text")
                .orThrow();

        assertThat(
                        Files.readAttributes(
                                folder.resolve("new"), "unix:uid,gid", LinkOption.NOFOLLOW_LINKS))
                .containsEntry("uid", 1234)
                .containsEntry("gid", 2345);
    }

    @Test
    void theUserMayOnlyWhatTheKernelLetsIt() throws IOException {
        requireUsers();
        permit(folder, "rwxr-xr-x");
        permit(Files.writeString(folder.resolve("private"), "secret"), "rw-------");
        List<String> options = both(List.of("--user", "1234:2345"), bind(folder, "/data", "rw"));

        refused(run(options, "cat", "/data/private"), "denied");
        refused(run(options, "write", "/data/new", "x"), "");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void aReadOnlyRootIsNotWritten() {
        refused(run(List.of("--read-only"), "write", "/new", "x"), "read-only");
    }

    @Test
    void aVolumeOfAReadOnlyRootIsWritten() {
        run(
                        both(List.of("--read-only"), bind(folder, "/made/for/it", "rw")),
                        "write",
                        "/made/for/it/new",
                        "x")
                .orThrow();

        assertThat(folder.resolve("new")).hasContent("x");
    }

    @Test
    void mountsMayLieInOneAnother() throws IOException {
        Path outer = Files.createDirectories(folder.resolve("outer"));
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.writeString(inner.resolve("file"), "inner");

        Outcome outcome =
                run(
                        both(bind(outer, "/data", "rw"), bind(inner, "/data/deep", "ro")),
                        "cat",
                        "/data/deep/file");

        assertThat(outcome.text()).as(outcome.toString()).isEqualTo("inner");
    }

    @Test
    void mountsAreListed() {
        Outcome outcome = run(bind(folder, "/data", "rw"), "list", "/");

        assertThat(outcome.text().lines()).as(outcome.toString()).contains("data");
    }

    @Test
    void aSingleFileLiesOverTheImages() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "from the host");
        List<String> options = bind(file, "/etc/greeting", "ro");

        assertThat(run(options, "cat", "/etc/greeting").text()).isEqualTo("from the host");
        refused(run(options, "write", "/etc/greeting", "x"), "read-only");
        refused(run(options, "remove", "/etc/greeting"), "busy");
    }

    @Test
    void linksOfAVolumeLeadWhereTheyLeadInTheContainer() throws IOException {
        Files.writeString(folder.resolve("file"), "in the volume");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("/data/file"));
        Files.createSymbolicLink(folder.resolve("out"), folder.resolve("file"));
        List<String> options = bind(folder, "/data", "ro");

        assertThat(run(options, "cat", "/data/link").text()).isEqualTo("in the volume");
        refused(run(options, "cat", "/data/out"), "no such file");
    }

    @Test
    void aMemoryFileSystemHasItsSize() {
        List<String> options =
                List.of("--mount", "type=tmpfs,src=tmpfs,dst=/scratch,options=size=4096:mode=1777");

        run(options, "write", "/scratch/file", "x").orThrow();
        Outcome tooMuch = run(options, "write", "/scratch/file", "x".repeat(5000));
        assertThat(tooMuch.exitCode()).as(tooMuch.toString()).isNotZero();
    }

    @Test
    void harmlessDevicesAreThere() {
        run(List.of(), "write", "/dev/null", "x").orThrow();
        assertThat(run(List.of(), "cat", "/dev/null").orThrow().text()).isEmpty();
    }

    @Test
    void theWorkingDirectoryIsKnown() {
        Outcome outcome = run(List.of("--cwd", "/srv/place"), "env");

        assertThat(outcome.text().lines()).as(outcome.toString()).contains("PWD=/srv/place");
    }

    @Test
    void theHostsProcessesAreNotShown() {
        assumeTrue(stack.shim() == Shim.JWASM, "a Linux process has them");

        refused(run(List.of(), "cat", "/proc/version"), "no such file");
    }

    @Test
    void anUnknownAnnotationIsRefused() {
        assumeTrue(stack.shim() == Shim.JWASM, "runc passes annotations on");

        Outcome outcome = run(List.of("--annotation", "jwasm.io/netwrok=none"), "echo");

        assertThat(outcome.exitCode()).isNotZero();
        assertThat(outcome.error()).contains("annotation \"jwasm.io/netwrok\" is not known");
    }
}

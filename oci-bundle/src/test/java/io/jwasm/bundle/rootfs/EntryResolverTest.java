package io.jwasm.bundle.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// On a real directory tree, with a file beside the root filesystem that must never be reached.
class EntryResolverTest {

    private static final byte[] MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    @TempDir Path temporary;

    private Path rootfs;

    @BeforeEach
    void makeTree() throws IOException {
        rootfs = Files.createDirectory(temporary.resolve("rootfs"));
        Files.write(temporary.resolve("secret.wasm"), MODULE);
        for (String directory : List.of("bin", "usr/bin", "srv/sub", "opt/app.wasm", "modules")) {
            Files.createDirectories(rootfs.resolve(directory));
        }
        for (String file :
                List.of("app.wasm", "bin/tool.wasm", "usr/bin/tool.wasm", "modules/tool.wasm")) {
            Files.write(rootfs.resolve(file), MODULE);
        }
        Files.write(rootfs.resolve("srv/here.wasm"), MODULE);
        Files.write(rootfs.resolve("srv/odd#name.wasm"), MODULE);
        link("absolute.wasm", "/bin/tool.wasm");
        link("relative.wasm", "bin/../app.wasm");
        link("chain.wasm", "/absolute.wasm");
        link("climbing.wasm", "../../../../bin/tool.wasm");
        link("loop.wasm", "loop.wasm");
        link("dangling.wasm", "/nowhere.wasm");
        link("secret.wasm", "../secret.wasm");
        link("host.wasm", temporary.resolve("secret.wasm").toString());
        link("lib", "/modules");
    }

    @ParameterizedTest(name = "{0} in {1} is {2} of {3}")
    @CsvSource({
        "/app.wasm, /, /app.wasm, _start",
        "/app.wasm#main, /, /app.wasm, main",
        "/srv/odd#name.wasm#run, /, /srv/odd#name.wasm, run",
        "//bin//./tool.wasm, /, /bin/tool.wasm, _start",
        "/srv/../app.wasm, /, /app.wasm, _start",
        "/../../app.wasm, /, /app.wasm, _start",
        "./here.wasm, /srv, /srv/here.wasm, _start",
        "../here.wasm, /srv/sub, /srv/here.wasm, _start",
        "bin/tool.wasm, /, /bin/tool.wasm, _start",
        "tool.wasm, /, /usr/bin/tool.wasm, _start",
        "tool.wasm#f, /, /usr/bin/tool.wasm, f",
        "/absolute.wasm, /, /absolute.wasm, _start",
        "/relative.wasm, /, /relative.wasm, _start",
        "/chain.wasm, /, /chain.wasm, _start",
        "/climbing.wasm, /, /climbing.wasm, _start",
        "/lib/tool.wasm, /, /lib/tool.wasm, _start",
    })
    void fileAndFunctionAreFound(String arg, String cwd, String path, String function)
            throws Exception {
        try (HostFd root = openRoot();
                EntryPoint entry = EntryResolver.resolve(root, process(arg, cwd, null))) {
            assertThat(entry.path()).isEqualTo(path);
            assertThat(entry.function()).isEqualTo(function);
            assertThat(FileSniffer.sniff(entry.file())).isEqualTo(new FileKind.WasmModule());
        }
    }

    @ParameterizedTest(name = "PATH {0}")
    @CsvSource({
        "/bin:/usr/bin, /, /bin/tool.wasm",
        "/nowhere:/app.wasm:/usr/bin, /, /usr/bin/tool.wasm",
        "/lib, /, /lib/tool.wasm",
        "bin, /, /bin/tool.wasm",
        "'/srv:', /bin, /bin/tool.wasm",
        "':/usr/bin', /bin, /bin/tool.wasm",
    })
    void bareNamesAreLookedForInPath(String search, String cwd, String path) throws Exception {
        try (HostFd root = openRoot();
                EntryPoint entry = EntryResolver.resolve(root, process("tool.wasm", cwd, search))) {
            assertThat(entry.path()).isEqualTo(path);
        }
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    /none.wasm     | /     | NOT_FOUND        | "/none.wasm": no such file or directory in the image
                    ./app.wasm     | /srv | NOT_FOUND        | "/srv/app.wasm": no such file or directory in the image
                    ./x.wasm       | /gone | NOT_FOUND        | "/gone/x.wasm": no such file or directory in the image
                    /dangling.wasm | /     | NOT_FOUND        | "/dangling.wasm": no such file or directory in the image
                    /app.wasm/x    | /     | NOT_FOUND        | "/app.wasm/x": a part of the path is not a directory
                    /app.wasm/     | /     | NOT_FOUND        | "/app.wasm": a part of the path is not a directory
                    /secret.wasm   | /     | INVALID_ARGUMENT | "/secret.wasm": too many levels of symbolic links
                    /host.wasm     | /     | NOT_FOUND        | "/host.wasm": no such file or directory in the image
                    /loop.wasm     | /     | INVALID_ARGUMENT | "/loop.wasm": too many levels of symbolic links
                    /opt           | /     | INVALID_ARGUMENT | "/opt" is a directory
                    /              | /     | INVALID_ARGUMENT | "/" is a directory
                    app.wasm       | /     | NOT_FOUND        | "app.wasm": executable file not found in PATH "/usr/bin:/bin", but there is "/app.wasm"
                    here.wasm      | /     | NOT_FOUND        | "here.wasm": executable file not found in PATH "/usr/bin:/bin"
                    /app.wasm#     | /     | INVALID_ARGUMENT | process.args[0] "/app.wasm#" names no function after "#"
                    #main          | /     | INVALID_ARGUMENT | process.args[0] "#main" names no file before "#"
                    """)
    void whatCannotBeRunIsNamed(String arg, String cwd, BundleException.Kind kind, String fault)
            throws Exception {
        try (HostFd root = openRoot()) {
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(
                            () -> EntryResolver.resolve(root, process(arg, cwd, "/usr/bin:/bin")))
                    .withMessage(fault)
                    .returns(kind, BundleException::kind);
        }
    }

    @Test
    void directoryOfThatNameInPathIsNamedWhenNothingElseIsFound() throws Exception {
        try (HostFd root = openRoot()) {
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(() -> EntryResolver.resolve(root, process("app.wasm", "/", "/opt")))
                    .withMessage("\"/opt/app.wasm\" is a directory");
        }
    }

    @Test
    void namedPipeIsRefusedWithoutWaitingForAWriter() throws Exception {
        assertThat(
                        new ProcessBuilder("mkfifo", rootfs.resolve("pipe.wasm").toString())
                                .start()
                                .waitFor())
                .isZero();
        try (HostFd root = openRoot()) {
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(() -> EntryResolver.resolve(root, process("/pipe.wasm", "/", null)))
                    .withMessage("\"/pipe.wasm\" is a named pipe, not a file");
        }
    }

    @Test
    void overlongNameIsRefused() throws Exception {
        try (HostFd root = openRoot()) {
            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(() ->
                            EntryResolver.resolve(root, process("/" + "x".repeat(300), "/", null)))
                    .withMessageEndingWith(": the path or a part of it is too long");
        }
    }

    @Test
    void refusalsLeaveNoDescriptorOpen() throws Exception {
        try (HostFd root = openRoot()) {
            long before = openDescriptors();
            for (int i = 0; i < 50; i++) {
                for (String arg : List.of("/none.wasm", "/opt", "/loop.wasm", "none.wasm")) {
                    assertThatExceptionOfType(BundleException.class)
                            .isThrownBy(() -> EntryResolver.resolve(root, process(arg, "/", null)));
                }
            }
            assertThat(openDescriptors()).isLessThan(before + 50);
        }
    }

    private static long openDescriptors() throws IOException {
        try (var entries = Files.list(Path.of("/proc/self/fd"))) {
            return entries.count();
        }
    }

    private static ProcessSpec process(String arg, String cwd, @Nullable String search) {
        List<String> env = new ArrayList<>(List.of("HOME=/root"));
        if (search != null) {
            env.add("PATH=" + search);
        }
        return ProcessSpec.of(List.of(arg), env, cwd);
    }

    private HostFd openRoot() throws IOException {
        return Descriptors.open(rootfs.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(rootfs.resolve(name), Path.of(target));
    }
}

package io.jwasm.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The launcher in a distribution of its own, whose JVM is a script that behaves like the daemon's
/// program, or like what the test has written into the file `mode`.
///
/// All paths hold blanks.
record Launcher(Shell shell, Path folder) implements AutoCloseable {

    static final String ADDRESS = "/run/a b/containerd.sock";
    static final String NAMESPACE = "k8s.io";
    static final String ID = "c-1.a_B";

    private static final Path SCRIPT = Path.of("src/main/launcher/containerd-shim-jwasm-v1");
    private static final Path ISOLATION = Path.of("src/main/files/isolation.sh");

    /// Writes `daemon` as DaemonMain does, unless `mode` says otherwise. As DropMain it prints
    /// `drop`.
    private static final String JAVA =
            """
            #!/bin/sh
            home=${0%/runtime/bin/java}
            echo $$ >>"$home/launches"
            env >"$home/environment"
            printf '%s\\n' "$@" >"$home/arguments"
            state='' class=''
            while [ $# -gt 0 ]; do
                case $1 in
                -state) state=$2 ;;
                *.DropMain) class=drop ;;
                esac
                shift
            done
            if [ "$class" = drop ]; then cat "$home/drop"; exit; fi
            mode=$(cat "$home/mode")
            case $mode in
            fail) echo 'Unrecognized option: -XX:Nonsense' >&2; exit 1 ;;
            second) if [ "$(wc -l <"$home/launches")" = 1 ]; then exit 0; fi ;;
            esac
            ln -s $$ "$state/lock" || exit 0
            echo 'noise on standard output'
            echo 'noise on standard error' >&2
            read -r stat </proc/$$/stat
            set -- ${stat##*) }
            printf 'unix:///fake/socket\\n%s %s\\n' $$ "${20}" >"$state/new"
            mv "$state/new" "$state/daemon"
            exec sleep 1000
            """;

    static Launcher install(Shell shell, Path temporary) throws IOException {
        Launcher launcher = new Launcher(shell, temporary.resolve("top folder"));
        Files.createDirectories(launcher.folder.resolve("bin"));
        Files.createDirectories(launcher.bundle());
        Files.createDirectories(launcher.tasks());
        Files.createDirectories(launcher.state().resolve("pending"));
        Files.copy(SCRIPT, launcher.script());
        launcher.writeHome();
        return launcher;
    }

    private void writeHome() throws IOException {
        Path java = home().resolve("runtime/bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(ISOLATION, home().resolve("isolation.sh"));
        Files.writeString(home().resolve("mode"), "serve\n");
        Files.writeString(home().resolve("classpath"), "a.jar\nb.jar\n");
        Files.writeString(home().resolve("classpath.grpc"), "g.jar\nh.jar\n");
        Files.writeString(home().resolve("version"), "1.2.3\nabcdef\n");
        Files.writeString(home().resolve("info"), "\\0012\\0003\\0000\\0200%s\n");
    }

    Path script() {
        return folder.resolve("bin/containerd-shim-jwasm-v1");
    }

    Path home() {
        return folder.resolve("lib/jwasm");
    }

    Path root() {
        return folder.resolve("state root");
    }

    Path state() {
        return root().resolve(ADDRESS.substring(1)).resolve("-").resolve(NAMESPACE);
    }

    Path tasks() {
        return state().resolve("tasks");
    }

    Path task() {
        return tasks().resolve(ID);
    }

    Path bundle() {
        return folder.resolve("bun dle");
    }

    void mode(String mode) throws IOException {
        Files.writeString(home().resolve("mode"), mode + "\n");
    }

    void writeDaemon(String content) throws IOException {
        Files.writeString(state().resolve("daemon"), content);
    }

    /// The process ids of all JVMs that were started.
    List<Long> launches() throws IOException {
        Path launches = home().resolve("launches");
        if (!Files.exists(launches)) {
            return List.of();
        }
        return Files.readAllLines(launches).stream().map(Long::valueOf).toList();
    }

    Answer start() throws IOException, InterruptedException {
        return Answer.of(begin(arguments("start")));
    }

    Answer delete() throws IOException, InterruptedException {
        return Answer.of(begin(arguments("delete")));
    }

    /// Starts or deletes a container of any bundle, with more in the environment.
    Answer of(String id, Path bundle, String action, Map<String, String> environment)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(arguments(action));
        arguments.set(arguments.indexOf(ID), id);
        ProcessBuilder builder = builder(script(), arguments).directory(bundle.toFile());
        builder.environment().putAll(environment);
        return Answer.of(builder.start());
    }

    /// Runs it with any arguments, and more in the environment.
    Answer of(List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = builder(script(), arguments);
        builder.environment().putAll(environment);
        return Answer.of(builder.start());
    }

    Answer run(String... arguments) throws IOException, InterruptedException {
        return Answer.of(begin(List.of(arguments)));
    }

    /// Runs the launcher as containerd does, in the bundle, with next to nothing in the
    /// environment.
    Process begin(List<String> arguments) throws IOException {
        return begin(script(), arguments);
    }

    Process begin(Path script, List<String> arguments) throws IOException {
        return builder(script, arguments).start();
    }

    private ProcessBuilder builder(Path script, List<String> arguments) {
        List<String> command = new ArrayList<>(shell.command());
        command.add(script.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(bundle().toFile());
        builder.environment().clear();
        builder.environment().put("JWASM_STATE", root().toString());
        builder.environment().put("TTRPC_ADDRESS", "/run/events.sock");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Dsecret=1");
        return builder.redirectInput(Path.of("/dev/null").toFile());
    }

    static List<String> arguments(String action) {
        return List.of(
                "-namespace",
                NAMESPACE,
                "-address",
                ADDRESS,
                "-publish-binary",
                "/nowhere/containerd",
                "-id",
                ID,
                action);
    }

    /// All files below the state directory's root.
    List<Path> stateFiles() throws IOException {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void close() {
        try {
            for (long pid : launches()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

package io.jwasm.core.cli;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// The entry point of `jwasm`. The wrapper script passes the launcher's path and the version first.
public final class Main {

    private static final String NAMESPACE = "jwasm";

    /// Names the state directory; nobody listens there.
    private static final String ADDRESS = "/cli";

    private static final String HELP =
            """
            jwasm runs WebAssembly containers.

              jwasm run [OPTION]... FILE.wasm|IMAGE [ARG]...

                FILE.wasm  a module; its arguments follow
                IMAGE      an OCI layout, an OCI archive, or what `docker save` wrote;
                           arguments replace the image's command

                -v, --volume HOST:GUEST[:ro]  give the guest a directory or file of the host
                -e, --env NAME[=VALUE]        set a variable, or pass it on
                -w, --workdir PATH            the working directory
                -u, --user USER[:GROUP]       whose files it makes and may read
                --read-only                   its root cannot be changed
                --network none                no sockets
                --name ID                     the container's id

                Ends with the guest's exit code; 125 when jwasm fails, 126 when the
                entrypoint cannot be run, 127 when it is not there.

              jwasm inspect [OPTION]... FILE.wasm|IMAGE|BUNDLE

                Prints what a container would be granted, and what its module wants: memory,
                imports, exports, proposals, what the compiler cannot take, whether it is
                cached. Options are those of `run`. Nothing is run.

              jwasm compile FILE.wasm|IMAGE [PATH]

                Compiles a module, of an image the one that it runs or the one at PATH, into
                the cache, so that its first container starts as quickly as all others.

              jwasm cache ls
              jwasm cache rm DIGEST...
              jwasm cache prune [--all] [--keep SIZE] [--unused-for AGE]

                Shows and removes compiled modules. The beginning of a digest will do. Without
                options `prune` removes what is above the cache's size; SIZE is such as 500MiB,
                AGE such as 12h or 30d.

              jwasm package -o ARCHIVE [-t NAME[:TAG]] FILE.wasm

                Makes an image of a module, for `ctr images import`, `docker load` and
                `jwasm run`.

              jwasm version
              jwasm help
            """;

    private Main() {}

    /// Runs the command line and ends the JVM with its exit code.
    ///
    /// @param args the launcher's path, the version, then the user's words
    public static void main(String... args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        try {
            Path launcher = Path.of(args.get(0));
            List<String> words = RawProcess.arguments(args.subList(2, args.size()));
            boolean asksForHelp = words.isEmpty() || words.indexOf("--help") == 1;
            String command = asksForHelp ? "help" : words.getFirst();
            return switch (command) {
                case "run" -> runContainer(launcher, words.subList(1, words.size()));
                case "inspect" ->
                        InspectCommand.run(
                                words.subList(1, words.size()),
                                RawProcess.environment(),
                                System.out);
                case "compile" ->
                        CompileCommand.run(
                                words.subList(1, words.size()),
                                RawProcess.environment(),
                                System.out,
                                System.err);
                case "cache" ->
                        CacheCommand.run(
                                words.subList(1, words.size()),
                                RawProcess.environment(),
                                System.out);
                case "package" -> PackageCommand.run(words.subList(1, words.size()));
                case "version", "--version", "-v" -> print("jwasm " + args.get(1) + "\n");
                case "help", "--help", "-h" -> print(HELP);
                default ->
                        throw new CommandFailure(
                                CommandFailure.FAILED,
                                "unknown command \"%s\"; see jwasm --help".formatted(command));
            };
        } catch (CommandFailure failure) {
            System.err.println("jwasm: " + failure.getMessage());
            return failure.exitCode();
        } catch (InterruptedException _) {
            return CommandFailure.FAILED;
        }
    }

    private static int runContainer(Path launcher, List<String> words)
            throws CommandFailure, InterruptedException {
        RunArguments arguments = RunArguments.parse(words, RawProcess.environment());
        String id = arguments.name().orElseGet(Main::newId);
        StopSignals signals = StopSignals.take();
        try (LocalBundle bundle = LocalBundle.create(arguments)) {
            return new ForegroundRun(
                            new Launcher(launcher, NAMESPACE, ADDRESS),
                            id,
                            bundle.directory(),
                            signals)
                    .run();
        }
    }

    private static String newId() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    private static int print(String text) {
        System.out.print(text);
        return 0;
    }
}

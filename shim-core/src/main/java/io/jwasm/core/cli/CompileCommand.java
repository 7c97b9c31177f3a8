package io.jwasm.core.cli;

import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.rootfs.EntryPoint;
import io.jwasm.bundle.rootfs.EntryResolver;
import io.jwasm.core.cli.text.ByteCount;
import io.jwasm.core.cli.text.ProgressLine;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.engine.ModuleException;
import io.jwasm.wasi.engine.offline.ModuleFacts;
import io.jwasm.wasi.engine.offline.Workshop;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `jwasm compile`: compiles the module of a file or an image into the cache on disk, from which
/// daemons start.
final class CompileCommand {

    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final Workshop workshop;
    private final PrintStream out;
    private final PrintStream messages;

    private CompileCommand(Workshop workshop, PrintStream out, PrintStream messages) {
        this.workshop = workshop;
        this.out = out;
        this.messages = messages;
    }

    /// Carries the command out.
    ///
    /// @param words the words after `compile`, as after `run`
    /// @param environment says where the cache is
    /// @param out what to print the result to
    /// @param messages what to print progress and faults of the cache to
    /// @return the exit code
    static int run(
            List<String> words,
            Map<String, String> environment,
            PrintStream out,
            PrintStream messages)
            throws CommandFailure {
        RunArguments arguments = RunArguments.parse(words, environment);
        EngineSettings.cache(environment); // or there is nothing to fill
        Workshop workshop =
                new Workshop(
                        EngineSettings.engine(
                                EngineSettings.configuration(environment), environment),
                        news -> messages.println("jwasm: " + news));
        try (LocalBundle local = LocalBundle.create(arguments)) {
            return new CompileCommand(workshop, out, messages)
                    .compile(Bundle.open(local.directory()));
        } catch (BundleException | ErrnoException cause) {
            throw new CommandFailure(String.valueOf(cause.getMessage()), cause);
        } catch (ModuleException cause) {
            throw new CommandFailure(
                    CommandFailure.NOT_RUNNABLE, String.valueOf(cause.getMessage()));
        }
    }

    private int compile(Bundle bundle) throws BundleException, ErrnoException, ModuleException {
        String root = bundle.rootPath().toString();
        try (HostFd directory =
                        Descriptors.open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
                EntryPoint entry = EntryResolver.resolve(directory, bundle.spec().process())) {
            boolean[] isNew = {false};
            ProgressLine line =
                    new ProgressLine(messages, entry.path(), ProgressLine.isErrorTerminal());
            long start = System.nanoTime();
            try {
                ModuleFacts facts =
                        workshop.compile(
                                entry.file(),
                                entry.path(),
                                (functions, all) -> {
                                    isNew[0] = true;
                                    line.at(functions, all);
                                });
                line.finish();
                double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
                out.print(result(entry.path(), facts, isNew[0], seconds));
                return facts.isCached() ? 0 : CommandFailure.FAILED;
            } finally {
                line.finish();
            }
        }
    }

    private static String result(String name, ModuleFacts facts, boolean isNew, double seconds) {
        String state =
                !facts.isCached()
                        ? "compiled, not kept"
                        : isNew
                                ? String.format(Locale.ROOT, "compiled in %.1f s", seconds)
                                : "cached before";
        int interpreted = facts.interpreted().map(ModuleFacts.Interpreted::count).orElse(0);
        return "%s  %s  %s, %s%s%n"
                .formatted(
                        facts.module().digest(),
                        name,
                        ByteCount.format(facts.sizeBytes()),
                        state,
                        interpreted == 0
                                ? ""
                                : ", %d functions left to the interpreter".formatted(interpreted));
    }
}

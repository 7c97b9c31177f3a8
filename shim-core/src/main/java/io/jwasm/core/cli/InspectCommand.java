package io.jwasm.core.cli;

import io.jwasm.api.error.ShimException;
import io.jwasm.api.task.RuntimeOptions;
import io.jwasm.bundle.Bundle;
import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.rootfs.EntryPoint;
import io.jwasm.bundle.rootfs.EntryResolver;
import io.jwasm.bundle.user.UserDatabase;
import io.jwasm.core.capability.CapabilityReader;
import io.jwasm.core.capability.CapabilityText;
import io.jwasm.core.capability.GuestCapabilities;
import io.jwasm.core.cli.text.ModuleText;
import io.jwasm.core.config.ConfigException;
import io.jwasm.core.config.Configuration;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import io.jwasm.wasi.engine.EngineConfig;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// `jwasm inspect`: prints what a container of a bundle, an image or a module would be granted, and
/// what its module wants. Nothing is run, and no daemon is needed.
final class InspectCommand {

    private final PrintStream out;
    private final Configuration configuration;
    private final EngineConfig engine;

    private InspectCommand(
            PrintStream out, Configuration configuration, Map<String, String> environment) {
        this.out = out;
        this.configuration = configuration;
        this.engine = EngineSettings.readingEngine(configuration, environment);
    }

    /// Carries the command out.
    ///
    /// @param words the words after `inspect`, as after `run`
    /// @param environment where `-e NAME` without a value takes it from
    /// @param out what to print to
    /// @return the exit code
    static int run(List<String> words, Map<String, String> environment, PrintStream out)
            throws CommandFailure {
        RunArguments arguments = RunArguments.parse(words, environment);
        InspectCommand command =
                new InspectCommand(out, EngineSettings.configuration(environment), environment);
        try {
            if (isBundle(arguments.program())) {
                command.describe(Bundle.open(arguments.program()));
            } else {
                try (LocalBundle local = LocalBundle.create(arguments)) {
                    command.describe(Bundle.open(local.directory()));
                }
            }
            return 0;
        } catch (BundleException | ConfigException | ErrnoException | ShimException cause) {
            throw new CommandFailure(String.valueOf(cause.getMessage()), cause);
        }
    }

    private static boolean isBundle(Path path) {
        return Files.isRegularFile(path.resolve("config.json"));
    }

    private void describe(Bundle bundle) throws BundleException, ErrnoException {
        String root = bundle.rootPath().toString();
        try (HostFd directory =
                Descriptors.open(root, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            GuestCapabilities capabilities =
                    CapabilityReader.read(
                            bundle,
                            new UserDatabase(directory).resolve(bundle.spec().process().user()),
                            configuration.container(
                                    RuntimeOptions.NONE, bundle.spec().annotations()));
            out.print(CapabilityText.of(capabilities));
            describeModule(bundle, directory);
        }
        out.flush();
    }

    /// The module may be absent: containerd mounts a bundle's root file system at Create only.
    private void describeModule(Bundle bundle, HostFd root) {
        try (EntryPoint entry = EntryResolver.resolve(root, bundle.spec().process())) {
            out.print(ModuleText.of(entry, engine));
        } catch (BundleException missing) {
            out.printf("module\n  %s\n", missing.getMessage());
        }
    }
}

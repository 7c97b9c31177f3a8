package io.jwasm.core.cli;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.image.ImageConfig;
import io.jwasm.bundle.image.ImageSource;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.RootSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.spec.SpecWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A bundle in a directory of its own, made of a `.wasm` file or an image; removed on close.
///
/// @param directory the bundle
record LocalBundle(Path directory) implements AutoCloseable {

    /// [Binary magic](https://webassembly.github.io/spec/core/binary/modules.html#binary-module).
    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};

    /// Makes the bundle.
    static LocalBundle create(RunArguments arguments) throws CommandFailure {
        try {
            LocalBundle bundle = new LocalBundle(Files.createTempDirectory("jwasm-"));
            try {
                bundle.fill(arguments);
                return bundle;
            } catch (IOException | BundleException | CommandFailure | RuntimeException failure) {
                bundle.close();
                throw failure;
            }
        } catch (BundleException cause) {
            throw new CommandFailure(cause.getMessage(), cause);
        } catch (IOException cause) {
            throw new CommandFailure("cannot make a bundle: " + cause, cause);
        }
    }

    private void fill(RunArguments arguments) throws IOException, BundleException, CommandFailure {
        Path rootfs = Files.createDirectory(directory.resolve("rootfs"));
        ProcessSpec process =
                isModule(arguments.program())
                        ? moduleProcess(arguments, rootfs)
                        : imageProcess(arguments, rootfs);
        RuntimeSpec spec =
                RuntimeSpec.of(process, new RootSpec(rootfs.toString(), false))
                        .withMounts(arguments.volumes().stream().map(Volume::toMount).toList());
        Files.write(directory.resolve("config.json"), SpecWriter.write(spec));
    }

    private static boolean isModule(Path program) throws IOException {
        if (Files.isDirectory(program)) {
            return false;
        }
        if (String.valueOf(program.getFileName()).endsWith(".wasm")) {
            return true;
        }
        try (InputStream head = Files.newInputStream(program)) {
            return Arrays.equals(head.readNBytes(WASM_MAGIC.length), WASM_MAGIC);
        }
    }

    private static ProcessSpec moduleProcess(RunArguments arguments, Path rootfs)
            throws IOException {
        String name = String.valueOf(arguments.program().getFileName());
        Path source = arguments.program().toRealPath();
        Path target = rootfs.resolve(name);
        try {
            Files.createLink(target, source);
        } catch (IOException | UnsupportedOperationException _) {
            // Another filesystem, or a file of somebody else's: it has to be a copy.
            Files.copy(source, target);
        }
        List<String> args = new ArrayList<>();
        args.add("/" + name);
        args.addAll(arguments.args());
        return process(arguments, args, List.of(), "/");
    }

    private static ProcessSpec imageProcess(RunArguments arguments, Path rootfs)
            throws IOException, BundleException, CommandFailure {
        ImageConfig config;
        try (ImageSource image = ImageSource.open(arguments.program())) {
            config = image.unpack(rootfs);
        }
        List<String> args = config.args(arguments.args());
        if (args.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.NOT_FOUND,
                    "image \"%s\" has no entrypoint; give the module's path after it"
                            .formatted(arguments.program()));
        }
        String cwd = config.workingDir().isEmpty() ? "/" : config.workingDir();
        return process(arguments, args, config.env(), cwd);
    }

    private static ProcessSpec process(
            RunArguments arguments, List<String> args, List<String> imageEnv, String cwd) {
        List<String> env = new ArrayList<>(imageEnv);
        for (String variable : arguments.env()) {
            String name = variable.substring(0, variable.indexOf('=') + 1);
            env.removeIf(present -> present.startsWith(name));
            env.add(variable);
        }
        return ProcessSpec.of(args, env, arguments.workingDir().orElse(cwd));
    }

    /// Removes the directory; what cannot be removed stays, and the next boot clears it.
    @Override
    public void close() {
        try (Stream<Path> tree = Files.walk(directory)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | UncheckedIOException _) {
            // A directory that an image made unreadable: it lies in the temporary directory.
        }
    }
}

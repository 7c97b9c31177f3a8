package io.jwasm.core.cli;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.image.ImageConfig;
import io.jwasm.bundle.image.ImageSource;
import io.jwasm.bundle.image.Platform;
import io.jwasm.bundle.spec.Capabilities;
import io.jwasm.bundle.spec.MountSpec;
import io.jwasm.bundle.spec.ProcessSpec;
import io.jwasm.bundle.spec.RootSpec;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.spec.SpecWriter;
import io.jwasm.bundle.spec.UserSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bundle in a directory of its own, made of a `.wasm` file or an image; removed on close.
///
/// @param directory the bundle
record LocalBundle(Path directory) implements AutoCloseable {

    /// [Binary magic](https://webassembly.github.io/spec/core/binary/modules.html#binary-module).
    private static final byte[] WASM_MAGIC = {0, 'a', 's', 'm'};

    /// As containerd and Docker give it to each container.
    private static final MountSpec DEVICES =
            new MountSpec("/dev", "tmpfs", "tmpfs", List.of("nosuid", "mode=755", "size=64k"));

    private static final String NETWORK = "jwasm.io/network";

    /// Stands before the name of a function in an entrypoint.
    private static final char FUNCTION_SEPARATOR = '#';

    /// Those of a container under Docker that mean anything for a guest: root's power over files.
    private static final List<String> CAPABILITIES =
            List.of(
                    "CAP_CHOWN",
                    "CAP_DAC_OVERRIDE",
                    "CAP_FOWNER",
                    "CAP_FSETID",
                    "CAP_NET_BIND_SERVICE");

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
                RuntimeSpec.of(process, new RootSpec(rootfs.toString(), arguments.isReadOnly()))
                        .withMounts(mounts(arguments))
                        .withAnnotations(annotations(arguments));
        Files.write(directory.resolve("config.json"), SpecWriter.write(spec));
    }

    private static List<MountSpec> mounts(RunArguments arguments) {
        List<MountSpec> mounts = new ArrayList<>();
        mounts.add(DEVICES);
        arguments.volumes().forEach(volume -> mounts.add(volume.toMount()));
        return mounts;
    }

    private static Map<String, String> annotations(RunArguments arguments) {
        return arguments.network().map(left -> Map.of(NETWORK, left)).orElse(Map.of());
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
        boolean isNumber = arguments.program().startsWith(HostPath.DESCRIPTORS);
        if (isNumber || name.indexOf(FUNCTION_SEPARATOR) >= 0) {
            name = "module.wasm";
        }
        // A copy: the guest may write to its root, and a link would hand it the user's own file.
        Files.copy(arguments.program(), rootfs.resolve(name));
        List<String> args = new ArrayList<>();
        args.add("/" + name);
        args.addAll(arguments.args());
        return process(arguments, args, ImageConfig.of(new Platform("wasip1", "wasm"), args));
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
        return process(arguments, args, config);
    }

    private static ProcessSpec process(
            RunArguments arguments, List<String> args, ImageConfig image) {
        List<String> env = new ArrayList<>(image.env());
        for (String variable : arguments.env()) {
            String name = variable.substring(0, variable.indexOf('=') + 1);
            env.removeIf(present -> present.startsWith(name));
            env.add(variable);
        }
        String cwd = image.workingDir().isEmpty() ? "/" : image.workingDir();
        ProcessSpec process =
                ProcessSpec.of(args, env, arguments.workingDir().orElse(cwd))
                        .withCapabilities(
                                new Capabilities(
                                        CAPABILITIES,
                                        CAPABILITIES,
                                        List.of(),
                                        CAPABILITIES,
                                        List.of()));
        String user = arguments.user().orElse(image.user());
        return user.isEmpty() ? process : process.withUser(UserSpec.named(user));
    }

    /// Removes the directory; what cannot be removed stays, in the temporary directory.
    @Override
    public void close() {
        try {
            Files.walkFileTree(directory, new Removal());
        } catch (IOException _) {
            // Somebody else's file, in a directory that we gave to a container.
        }
    }

    /// Removes a tree, in which an image may have made directories that their owner cannot write
    /// to.
    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
            if (!Files.isWritable(path) || !Files.isExecutable(path)) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(path);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure)
                throws IOException {
            Files.delete(path);
            return FileVisitResult.CONTINUE;
        }
    }
}

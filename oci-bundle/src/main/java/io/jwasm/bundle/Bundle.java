package io.jwasm.bundle;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.RuntimeSpec;
import io.jwasm.bundle.spec.SpecReader;
import io.jwasm.bundle.spec.SpecWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A bundle directory and its configuration, as they were when it was opened
/// ([bundle](https://github.com/opencontainers/runtime-spec/blob/main/bundle.md)). Immutable.
///
/// @param directory the bundle's directory, absolute
/// @param spec the content of its config.json
public record Bundle(Path directory, RuntimeSpec spec) {

    private static final String CONFIG = "config.json";

    /// Reads a bundle's configuration.
    ///
    /// @param directory the bundle's directory
    /// @return the bundle
    /// @throws BundleException when there is no config.json, or it is not valid
    public static Bundle open(Path directory) throws BundleException {
        Path absolute = directory.toAbsolutePath().normalize();
        return new Bundle(absolute, SpecReader.readConfig(read(absolute)));
    }

    /// Makes a bundle: writes its config.json and creates an empty `rootfs`.
    ///
    /// @param directory an existing directory
    /// @param spec the configuration
    /// @return the bundle
    /// @throws IOException when it cannot be written
    public static Bundle create(Path directory, RuntimeSpec spec) throws IOException {
        Path absolute = directory.toAbsolutePath().normalize();
        Files.createDirectories(absolute.resolve("rootfs"));
        Files.write(absolute.resolve(CONFIG), SpecWriter.write(spec));
        return new Bundle(absolute, spec);
    }

    /// Where the root filesystem is on the host.
    ///
    /// @return `root.path` of the configuration, made absolute
    public Path rootPath() {
        return directory.resolve(spec.root().path());
    }

    private static byte[] read(Path directory) throws BundleException {
        Path file = directory.resolve(CONFIG);
        String bundle = "bundle \"%s\": %s".formatted(directory, CONFIG);
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw BundleException.invalid(bundle + " is not a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                // One byte more than allowed is enough for the reader to refuse it.
                byte[] json = in.readNBytes(SpecReader.SIZE_LIMIT_BYTES + 1);
                if (json.length > SpecReader.SIZE_LIMIT_BYTES) {
                    throw BundleException.invalid(
                            "%s has %d bytes, more than the %d that it may have"
                                    .formatted(
                                            bundle, Files.size(file), SpecReader.SIZE_LIMIT_BYTES));
                }
                return json;
            }
        } catch (NoSuchFileException | FileNotFoundException _) {
            throw BundleException.notFound(bundle + ": no such file");
        } catch (AccessDeniedException denied) {
            throw BundleException.because(
                    BundleException.Kind.PERMISSION_DENIED, bundle + ": access denied", denied);
        } catch (IOException unreadable) {
            throw BundleException.because(BundleException.Kind.INTERNAL, bundle, unreadable);
        }
    }
}

package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import io.jwasm.bundle.spec.ContainerPath;
import io.jwasm.bundle.unpack.LayerUnpacker;
import io.jwasm.bundle.unpack.UnpackLimits;
import io.jwasm.linux.OpenFlags;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.Descriptors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Unpacks one image into a directory.
final class ImageUnpacking {

    private static final String MODULE_NAME = "module.wasm";

    /// A title that can be a file's name as it is.
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");

    private final Blobs blobs;
    private final ImageManifest image;
    private final UnpackLimits limits;
    private final List<String> modules = new ArrayList<>();

    ImageUnpacking(Blobs blobs, ImageManifest image, UnpackLimits limits) {
        this.blobs = blobs;
        this.image = image;
        this.limits = limits;
    }

    ImageConfig into(Path directory) throws BundleException {
        // Nothing is written when a layer cannot be read anyway.
        for (LayerRef layer : image.layers()) {
            layer.kind();
        }
        int flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY;
        try (HostFd root = Descriptors.open(directory.toString(), flags, 0);
                LayerUnpacker unpacker = new LayerUnpacker(root, limits)) {
            for (LayerRef layer : image.layers()) {
                unpack(layer, unpacker);
            }
        } catch (IOException failure) {
            throw ImageFailure.of("\"%s\"".formatted(directory), failure);
        }
        boolean runsModule = image.config().entrypoint().isEmpty() && !modules.isEmpty();
        return runsModule
                ? image.config().withEntrypoint(List.of(modules.getFirst()))
                : image.config();
    }

    private void unpack(LayerRef layer, LayerUnpacker unpacker) throws BundleException {
        boolean isModule = layer.kind() == LayerRef.Kind.MODULE;
        String subject = "\"%s\": %s".formatted(blobs.subject(), layer);
        try (LayerInput in = LayerInput.of(layer, blobs.open(layer.blob()), isModule)) {
            if (isModule) {
                String path = modulePath(layer);
                unpacker.place(path, in.content());
                modules.add(path);
            } else {
                unpacker.unpack(in.content());
            }
            in.finish();
        } catch (IOException failure) {
            throw ImageFailure.of(subject, failure);
        }
    }

    /// Where a module that is a layer of its own goes: by its title, else where the image looks for
    /// it, else under a name of ours.
    private String modulePath(LayerRef layer) {
        String title = layer.title();
        List<String> args = image.config().args(List.of());
        String path = "/" + MODULE_NAME;
        if (FILE_NAME.matcher(title).matches()) {
            path = "/" + title;
        } else if (!args.isEmpty() && !args.getFirst().isEmpty()) {
            path = ContainerPath.of(args.getFirst().replaceFirst("#[^#]*$", ""));
        }
        return modules.contains(path) || path.equals("/")
                ? "/%d-%s".formatted(modules.size(), MODULE_NAME)
                : path;
    }
}

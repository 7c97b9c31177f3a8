package io.jwasm.bundle.image;

import io.jwasm.bundle.error.BundleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Chooses among the images of a source the one to run.
final class ImageChoice {

    private ImageChoice() {}

    /// Chooses by name, then by platform: WASI's before Linux's, this machine's before others.
    static ImageManifest of(String subject, List<ImageManifest> images, String reference)
            throws BundleException {
        List<ImageManifest> named =
                images.stream().filter(image -> isNamed(image, reference)).toList();
        if (named.isEmpty()) {
            throw BundleException.notFound(
                    images.isEmpty()
                            ? "\"%s\" holds no image".formatted(subject)
                            : "\"%s\" holds no image \"%s\", only %s"
                                    .formatted(subject, reference, names(images)));
        }
        List<ImageManifest> best = best(named);
        if (best.isEmpty()) {
            throw BundleException.invalid(
                    "\"%s\" has no image for wasi/wasm or linux, only for %s"
                            .formatted(subject, platforms(named)));
        }
        if (best.size() > 1) {
            throw BundleException.invalid(
                    "\"%s\" holds %d images, %s: name one"
                            .formatted(subject, best.size(), names(best)));
        }
        return best.getFirst();
    }

    private static List<ImageManifest> best(List<ImageManifest> images) {
        int rank =
                images.stream()
                        .map(image -> image.config().platform())
                        .filter(Platform::isRunnable)
                        .mapToInt(Platform::rank)
                        .min()
                        .orElse(-1);
        List<ImageManifest> ranked = images.stream().filter(image -> rank(image) == rank).toList();
        List<ImageManifest> local =
                ranked.stream()
                        .filter(i -> i.config().platform().architecture().equals(thisMachine()))
                        .toList();
        return distinct(local.isEmpty() ? ranked : local);
    }

    private static int rank(ImageManifest image) {
        return image.config().platform().rank();
    }

    /// One image may go by several names.
    private static List<ImageManifest> distinct(List<ImageManifest> images) {
        return images.stream()
                .collect(
                        Collectors.toMap(
                                image -> List.of(image.config(), image.layers()),
                                image -> image,
                                (first, _) -> first,
                                LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private static boolean isNamed(ImageManifest image, String reference) {
        return reference.isEmpty() || familiar(image.reference()).equals(familiar(reference));
    }

    /// Docker leaves its own registry out of names.
    static String familiar(String reference) {
        String local =
                reference.startsWith("docker.io/")
                        ? reference.substring("docker.io/".length())
                        : reference;
        return local.startsWith("library/") ? local.substring("library/".length()) : local;
    }

    private static String names(List<ImageManifest> images) {
        return images.stream()
                .map(image -> "\"" + image.reference() + "\"")
                .distinct()
                .limit(10)
                .collect(Collectors.joining(", "));
    }

    private static String platforms(List<ImageManifest> images) {
        return images.stream()
                .map(image -> image.config().platform().toString())
                .distinct()
                .limit(10)
                .collect(Collectors.joining(", "));
    }

    /// The name that images use for this machine's processor.
    private static String thisMachine() {
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return arch.equals("aarch64") ? "arm64" : arch;
    }
}

package io.jwasm.bundle.image;

/// What an image is made for,
/// [platform](https://github.com/opencontainers/image-spec/blob/main/image-index.md#image-index-property-descriptions).
///
/// @param os the operating system: `wasi`, `wasip1`, `linux`, or empty when it is not known
/// @param architecture the processor: `wasm`, `wasm32`, `amd64`, or empty when it is not known
public record Platform(String os, String architecture) {

    /// What images of WASI modules are labelled with most often.
    public static final Platform WASI = new Platform("wasi", "wasm");

    private static final int NOT_RUNNABLE = 9;

    /// Reads `OS/ARCHITECTURE`, with or without a variant.
    ///
    /// @param text such as `wasi/wasm`
    /// @return the platform
    /// @throws IllegalArgumentException when it has no slash or an empty part
    public static Platform parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw new IllegalArgumentException(
                    "platform \"%s\" is not of the form OS/ARCHITECTURE".formatted(text));
        }
        return new Platform(parts[0], parts[1]);
    }

    /// How well an image for this platform suits: the lower, the better. A module in an image that
    /// is labelled for Linux runs as well as any.
    int rank() {
        return switch (this.toString()) {
            case "wasi/wasm" -> 0;
            case "wasip1/wasm" -> 1;
            case "wasi/wasm32" -> 2;
            default -> otherRank();
        };
    }

    boolean isRunnable() {
        return rank() < NOT_RUNNABLE;
    }

    private int otherRank() {
        if (architecture.startsWith("wasm")) {
            return 3;
        }
        if (os.isEmpty() || architecture.isEmpty()) {
            return 4;
        }
        return os.equals("linux") ? 5 : NOT_RUNNABLE;
    }

    /// The form that people write.
    ///
    /// @return `OS/ARCHITECTURE`
    @Override
    public String toString() {
        return os + "/" + architecture;
    }
}

package io.jwasm.core.cli;

import io.jwasm.bundle.image.ImageConfig;
import io.jwasm.bundle.image.ImageEntry;
import io.jwasm.bundle.image.ImageWriter;
import io.jwasm.bundle.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// `jwasm package`: makes an image that holds one module and runs it.
final class PackageCommand {

    private final Deque<String> words;
    private String archive = "";
    private String reference = "";
    private String module = "";

    private PackageCommand(List<String> words) {
        this.words = new ArrayDeque<>(words);
    }

    /// Writes the archive, and the image's name and digest to standard output.
    static int run(List<String> words) throws CommandFailure {
        PackageCommand command = new PackageCommand(words);
        command.parse();
        return command.write();
    }

    private void parse() throws CommandFailure {
        while (!words.isEmpty()) {
            String word = words.pop();
            switch (word) {
                case "-o", "--output" -> archive = value(word);
                case "-t", "--tag" -> reference = value(word);
                default -> {
                    if (word.startsWith("-") || !module.isEmpty()) {
                        throw fault("\"" + word + "\" is not understood");
                    }
                    module = word;
                }
            }
        }
        if (archive.isEmpty() || module.isEmpty()) {
            throw fault("package needs -o ARCHIVE and a .wasm file");
        }
    }

    private String value(String option) throws CommandFailure {
        if (words.isEmpty()) {
            throw fault("option " + option + " needs a value");
        }
        return words.pop();
    }

    private int write() throws CommandFailure {
        Path source = Path.of(module);
        if (!Files.isRegularFile(source)) {
            throw new CommandFailure(
                    CommandFailure.NOT_FOUND, "\"%s\": no such file".formatted(source));
        }
        String name = String.valueOf(source.getFileName());
        ImageConfig config =
                new ImageConfig(
                        List.of("/" + name),
                        List.of(),
                        List.of(),
                        "/",
                        "",
                        Map.of(),
                        Platform.WASI);
        String full = fullReference(reference.isEmpty() ? baseName(name) : reference);
        try {
            String digest =
                    ImageWriter.write(
                            Path.of(archive),
                            full,
                            config,
                            List.of(new ImageEntry.File(name, 0644, source)));
            System.out.println(full + " " + digest);
            return 0;
        } catch (IOException cause) {
            throw new CommandFailure(
                    "cannot write \"%s\": %s".formatted(archive, cause.getMessage()), cause);
        }
    }

    private static String baseName(String file) {
        int dot = file.indexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /// Spells a name out as Docker does: `hello` is `docker.io/library/hello:latest`.
    static String fullReference(String name) {
        String tagged = name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
        int slash = tagged.indexOf('/');
        if (slash < 0) {
            return "docker.io/library/" + tagged;
        }
        String first = tagged.substring(0, slash);
        boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
        return isHost ? tagged : "docker.io/" + tagged;
    }

    private static CommandFailure fault(String message) {
        return new CommandFailure(CommandFailure.FAILED, message + "; see jwasm --help");
    }
}

package io.jwasm.core.cli;

import io.jwasm.core.cli.text.ByteCount;
import io.jwasm.wasi.engine.CacheConfig;
import io.jwasm.wasi.engine.CachedModule;
import io.jwasm.wasi.engine.offline.CompiledModules;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `jwasm cache`: shows and removes compiled modules on disk.
final class CacheCommand {

    private static final Pattern AGE = Pattern.compile("(\\d{1,5})(m|h|d)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private final CacheConfig config;
    private final CompiledModules modules;
    private final PrintStream out;

    private CacheCommand(CacheConfig config, CompiledModules modules, PrintStream out) {
        this.config = config;
        this.modules = modules;
        this.out = out;
    }

    /// Carries the command out.
    ///
    /// @param words the words after `cache`
    /// @param environment says where the cache is
    /// @param out what to print to
    /// @return the exit code
    static int run(List<String> words, Map<String, String> environment, PrintStream out)
            throws CommandFailure {
        CacheConfig config = EngineSettings.cache(environment);
        List<String> news = new ArrayList<>();
        CompiledModules modules =
                CompiledModules.open(config, news::add)
                        .orElseThrow(() ->
                                new CommandFailure(CommandFailure.FAILED, String.join("; ", news)));
        try {
            return new CacheCommand(config, modules, out).run(new ArrayDeque<>(words));
        } catch (IOException cause) {
            throw new CommandFailure(
                    "cache \"%s\": %s".formatted(config.directory(), cause), cause);
        }
    }

    private int run(Deque<String> words) throws IOException, CommandFailure {
        String action = words.isEmpty() ? "" : words.pop();
        switch (action) {
            case "ls" -> {
                if (!words.isEmpty()) {
                    throw fault("cache ls takes no \"" + words.pop() + "\"");
                }
                list();
            }
            case "rm" -> remove(words);
            case "prune" -> removed(prune(words));
            default -> throw fault("cache needs ls, rm or prune, not \"" + action + "\"");
        }
        out.flush();
        return 0;
    }

    private void list() throws IOException {
        List<CachedModule> all = modules.list();
        out.printf("%-64s  %10s  %s%n", "DIGEST", "SIZE", "LAST USED");
        for (CachedModule module : all) {
            out.printf(
                    "%s  %10s  %s%n",
                    module.digest(),
                    ByteCount.format(module.sizeBytes()),
                    TIME.format(module.lastUsed()));
        }
        long bytes = all.stream().mapToLong(CachedModule::sizeBytes).sum();
        out.printf(
                "%d modules, %s of %s in %s%n",
                all.size(),
                ByteCount.format(bytes),
                ByteCount.format(config.maxBytes()),
                config.directory());
    }

    private void remove(Deque<String> digests) throws IOException, CommandFailure {
        if (digests.isEmpty()) {
            throw fault("cache rm needs a digest, or the beginning of one");
        }
        List<CachedModule> chosen = new ArrayList<>();
        for (String digest : digests) {
            chosen.add(find(digest));
        }
        List<CachedModule> gone = new ArrayList<>();
        for (CachedModule module : chosen) {
            if (modules.remove(module.digest())) {
                gone.add(module);
            }
        }
        removed(gone);
    }

    private CachedModule find(String digest) throws IOException, CommandFailure {
        List<CachedModule> found =
                modules.list().stream()
                        .filter(module -> !digest.isEmpty() && module.digest().startsWith(digest))
                        .toList();
        if (found.size() != 1) {
            throw new CommandFailure(
                    CommandFailure.FAILED,
                    found.isEmpty()
                            ? "no cached module \"%s\"; see jwasm cache ls".formatted(digest)
                            : "%d cached modules begin with \"%s\""
                                    .formatted(found.size(), digest));
        }
        return found.getFirst();
    }

    private List<CachedModule> prune(Deque<String> words) throws IOException, CommandFailure {
        long most = config.maxBytes();
        Optional<Duration> age = Optional.empty();
        while (!words.isEmpty()) {
            String option = words.pop();
            switch (option) {
                case "--all" -> most = 0;
                case "--unused-for" -> age = Optional.of(age(value(option, words)));
                case "--keep" -> most = size(value(option, words));
                default -> throw fault("cache prune has no option \"" + option + "\"");
            }
        }
        List<CachedModule> gone = new ArrayList<>();
        if (age.isPresent()) {
            gone.addAll(modules.removeUnusedSince(Instant.now().minus(age.get())));
        }
        gone.addAll(modules.prune(most));
        return gone;
    }

    private void removed(List<CachedModule> gone) {
        gone.forEach(module -> out.println(module.digest()));
        long bytes = gone.stream().mapToLong(CachedModule::sizeBytes).sum();
        out.printf("removed %d modules, %s%n", gone.size(), ByteCount.format(bytes));
    }

    private static Duration age(String text) throws CommandFailure {
        Matcher age = AGE.matcher(text);
        if (!age.matches()) {
            throw fault("\"" + text + "\" is no age such as 90m, 12h or 30d");
        }
        long number = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    private static long size(String text) throws CommandFailure {
        return ByteCount.parse(text)
                .orElseThrow(() -> fault("\"" + text + "\" is no size such as 500MiB"));
    }

    private static String value(String option, Deque<String> words) throws CommandFailure {
        if (words.isEmpty()) {
            throw fault("option " + option + " needs a value");
        }
        return words.pop();
    }

    private static CommandFailure fault(String message) {
        return new CommandFailure(CommandFailure.FAILED, message + "; see jwasm --help");
    }
}

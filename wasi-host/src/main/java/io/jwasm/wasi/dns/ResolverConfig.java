package io.jwasm.wasi.dns;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Whom to ask for names, and how long: `/etc/resolv.conf`,
/// [resolv.conf(5)](https://man7.org/linux/man-pages/man5/resolv.conf.5.html). Immutable.
///
/// @param servers the name servers, 4 or 16 bytes each
/// @param search the domains that short names are tried in
/// @param dots from how many dots on a name is tried as it is first
/// @param timeout how long to wait for one answer
/// @param attempts how often each server is asked
public record ResolverConfig(
        List<byte[]> servers, List<String> search, int dots, Duration timeout, int attempts) {

    // The bounds of glibc's resolver, resolv.h.
    private static final int MAX_SERVERS = 3;
    private static final int MAX_SEARCH = 6;
    private static final int MAX_DOTS = 15;
    private static final int MAX_TIMEOUT_SECONDS = 30;
    private static final int MAX_ATTEMPTS = 5;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /// Copies the lists.
    public ResolverConfig {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    /// Reads a file's content. Lines that are none are passed over.
    ///
    /// @param content the bytes, none when there is no file
    /// @return the configuration; without servers the one of this host is asked
    public static ResolverConfig parse(byte[] content) {
        List<byte[]> servers = new ArrayList<>();
        List<String> search = List.of();
        List<String> options = new ArrayList<>();
        for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            List<String> words = List.of(line.strip().split("[ \t\r]+", -1));
            List<String> rest = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> addServer(servers, rest);
                case "search" -> search = rest.subList(0, Math.min(MAX_SEARCH, rest.size()));
                case "domain" -> search = rest.subList(0, Math.min(1, rest.size()));
                case "options" -> options.addAll(rest);
                default -> {}
            }
        }
        if (servers.isEmpty()) {
            servers.add(LOOPBACK.clone());
        }
        return new ResolverConfig(
                servers,
                search,
                option(options, "ndots:", 1, 0, MAX_DOTS),
                Duration.ofSeconds(option(options, "timeout:", 5, 1, MAX_TIMEOUT_SECONDS)),
                option(options, "attempts:", 2, 1, MAX_ATTEMPTS));
    }

    private static void addServer(List<byte[]> servers, List<String> words) {
        if (servers.size() < MAX_SERVERS && !words.isEmpty()) {
            AddressLiteral.parse(words.getFirst()).ifPresent(servers::add);
        }
    }

    private static int option(List<String> options, String name, int usual, int least, int most) {
        int value = usual;
        for (String option : options) {
            if (option.startsWith(name) && option.substring(name.length()).matches("[0-9]{1,4}")) {
                value = Integer.parseInt(option.substring(name.length()));
            }
        }
        return Math.clamp(value, least, most);
    }

    /// The full names to try for a name, in order.
    ///
    /// @param name the name; with a dot at its end it is full
    /// @return the names, without that dot
    public List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name.substring(0, name.length() - 1));
        }
        List<String> names = new ArrayList<>();
        boolean isFirst = name.chars().filter(c -> c == '.').count() >= dots;
        if (isFirst) {
            names.add(name);
        }
        search.forEach(domain -> names.add(name + "." + domain));
        if (!isFirst) {
            names.add(name);
        }
        return names;
    }
}

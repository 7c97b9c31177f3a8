package io.jwasm.wasi.dns;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The names of `/etc/hosts`, [hosts(5)](https://man7.org/linux/man-pages/man5/hosts.5.html). Lines
/// that are none are passed over. Immutable.
public final class HostsFile {

    /// By names in small letters.
    private final Map<String, List<byte[]>> addresses;

    private HostsFile(Map<String, List<byte[]>> addresses) {
        this.addresses = addresses;
    }

    /// Reads a file's content.
    ///
    /// @param content the bytes
    /// @return the names
    public static HostsFile parse(byte[] content) {
        Map<String, List<byte[]>> addresses = new HashMap<>();
        for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String text = line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#'));
            String[] words = text.strip().split("[ \t\r]+", -1);
            Optional<byte[]> address = AddressLiteral.parse(words[0]);
            for (int i = 1; address.isPresent() && i < words.length; i++) {
                addresses.computeIfAbsent(key(words[i]), _ -> new ArrayList<>()).add(address.get());
            }
        }
        return new HostsFile(addresses);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// The addresses of a name, in the order of the lines.
    ///
    /// @param name the name, in any case
    /// @return 4 or 16 bytes each
    public List<byte[]> addresses(String name) {
        return addresses.getOrDefault(key(name), List.of()).stream().map(byte[]::clone).toList();
    }
}

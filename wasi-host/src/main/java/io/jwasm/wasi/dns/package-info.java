/// Names of hosts, as a program in the container looks them up: addresses in digits, `/etc/hosts`,
/// `/etc/resolv.conf`, and messages to name servers ([RFC
/// 1035](https://www.rfc-editor.org/rfc/rfc1035)).
///
/// Only parsers and what they find; nothing here opens a file or a socket. Start reading at
/// [io.jwasm.wasi.dns.ResolverConfig].
@NullMarked
package io.jwasm.wasi.dns;

import org.jspecify.annotations.NullMarked;

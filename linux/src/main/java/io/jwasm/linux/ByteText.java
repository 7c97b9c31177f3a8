package io.jwasm.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Text for names, arguments and variables, which to Linux are bytes: it is UTF-8 where they are,
/// and each byte that is none becomes a lone surrogate, U+DC80 to U+DCFF, so that nothing is lost
/// (as [PEP 383](https://peps.python.org/pep-0383/) has it).
///
/// Whoever hands text to the kernel or to a guest encodes it with this; in between it is a string
/// like any other, and what shows it to people shows a question mark in those places.
public final class ByteText {

    /// A byte of 0x80 and more is that much below its surrogate.
    private static final char ESCAPE = 0xdc00;

    private static final int FIRST = 0x80;
    private static final int LAST = 0xff;

    private ByteText() {}

    /// Makes text of bytes.
    ///
    /// @param bytes any bytes
    /// @return the text; [#encode] makes the same bytes of it
    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder(); // reports what is no UTF-8
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE + Byte.toUnsignedInt(in.get())));
            }
            result = decoder.decode(in, out, true);
        }
        return out.flip().toString();
    }

    /// Makes the bytes of a text.
    ///
    /// @param text a text; a surrogate that is neither one of a pair nor one of [#decode]'s becomes
    ///   a question mark
    /// @return the bytes
    public static byte[] encode(String text) {
        if (!hasBytes(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 8);
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isByte(text, i)) {
                out.writeBytes(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
                out.write(text.charAt(i) - ESCAPE);
                start = i + 1;
            }
        }
        out.writeBytes(text.substring(start).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /// Tells whether a text stands for bytes that are no UTF-8.
    ///
    /// @param text the text
    /// @return false for text that every part of Java takes
    public static boolean hasBytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isByte(text, i)) {
                return true;
            }
        }
        return false;
    }

    /// Tells whether a character stands for a byte that is no UTF-8.
    ///
    /// @param codePoint a code point of a text, hence no half of a pair that is whole there
    /// @return true for U+DC80 to U+DCFF
    public static boolean isByte(int codePoint) {
        return codePoint >= ESCAPE + FIRST && codePoint <= ESCAPE + LAST;
    }

    private static boolean isByte(String text, int index) {
        return isByte(text.charAt(index))
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}

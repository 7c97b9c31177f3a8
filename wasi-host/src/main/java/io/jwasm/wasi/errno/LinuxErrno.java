package io.jwasm.wasi.errno;

/// The error number of WASI for each of Linux.
final class LinuxErrno {

    /// One more than the greatest error number of Linux, EHWPOISON (`asm-generic/errno.h`).
    private static final int COUNT = 134;

    private static final Errno[] TABLE = table();

    private LinuxErrno() {}

    /// One that has no counterpart becomes [Errno#IO].
    static Errno toWasi(int linux) {
        return linux > 0 && linux < COUNT ? TABLE[linux] : Errno.IO;
    }

    private static Errno[] table() {
        Errno[] table = new Errno[COUNT];
        for (int linux = 0; linux < COUNT; linux++) {
            table[linux] = counterpart(linux);
        }
        return table;
    }

    private static Errno counterpart(int linux) {
        return switch (linux) {
            case io.jwasm.linux.Errno.EPERM -> Errno.PERM;
            case io.jwasm.linux.Errno.ENOENT -> Errno.NOENT;
            case io.jwasm.linux.Errno.ESRCH -> Errno.SRCH;
            case io.jwasm.linux.Errno.EINTR -> Errno.INTR;
            case io.jwasm.linux.Errno.EIO -> Errno.IO;
            case io.jwasm.linux.Errno.ENXIO -> Errno.NXIO;
            case io.jwasm.linux.Errno.E2BIG -> Errno.TOOBIG;
            case io.jwasm.linux.Errno.ENOEXEC -> Errno.NOEXEC;
            case io.jwasm.linux.Errno.EBADF -> Errno.BADF;
            case io.jwasm.linux.Errno.ECHILD -> Errno.CHILD;
            case io.jwasm.linux.Errno.EAGAIN -> Errno.AGAIN;
            case io.jwasm.linux.Errno.ENOMEM -> Errno.NOMEM;
            case io.jwasm.linux.Errno.EACCES -> Errno.ACCES;
            case io.jwasm.linux.Errno.EFAULT -> Errno.FAULT;
            case io.jwasm.linux.Errno.ENOTBLK -> Errno.INVAL;
            case io.jwasm.linux.Errno.EBUSY -> Errno.BUSY;
            case io.jwasm.linux.Errno.EEXIST -> Errno.EXIST;
            case io.jwasm.linux.Errno.EXDEV -> Errno.XDEV;
            case io.jwasm.linux.Errno.ENODEV -> Errno.NODEV;
            case io.jwasm.linux.Errno.ENOTDIR -> Errno.NOTDIR;
            case io.jwasm.linux.Errno.EISDIR -> Errno.ISDIR;
            case io.jwasm.linux.Errno.EINVAL -> Errno.INVAL;
            case io.jwasm.linux.Errno.ENFILE -> Errno.NFILE;
            case io.jwasm.linux.Errno.EMFILE -> Errno.MFILE;
            case io.jwasm.linux.Errno.ENOTTY -> Errno.NOTTY;
            case io.jwasm.linux.Errno.ETXTBSY -> Errno.TXTBSY;
            case io.jwasm.linux.Errno.EFBIG -> Errno.FBIG;
            case io.jwasm.linux.Errno.ENOSPC -> Errno.NOSPC;
            case io.jwasm.linux.Errno.ESPIPE -> Errno.SPIPE;
            case io.jwasm.linux.Errno.EROFS -> Errno.ROFS;
            case io.jwasm.linux.Errno.EMLINK -> Errno.MLINK;
            case io.jwasm.linux.Errno.EPIPE -> Errno.PIPE;
            case io.jwasm.linux.Errno.EDOM -> Errno.DOM;
            case io.jwasm.linux.Errno.ERANGE -> Errno.RANGE;
            case io.jwasm.linux.Errno.EDEADLK -> Errno.DEADLK;
            case io.jwasm.linux.Errno.ENAMETOOLONG -> Errno.NAMETOOLONG;
            case io.jwasm.linux.Errno.ENOLCK -> Errno.NOLCK;
            case io.jwasm.linux.Errno.ENOSYS -> Errno.NOSYS;
            case io.jwasm.linux.Errno.ENOTEMPTY -> Errno.NOTEMPTY;
            case io.jwasm.linux.Errno.ELOOP -> Errno.LOOP;
            case io.jwasm.linux.Errno.ENOMSG -> Errno.NOMSG;
            case io.jwasm.linux.Errno.EIDRM -> Errno.IDRM;
            case io.jwasm.linux.Errno.ENOSTR -> Errno.IO;
            case io.jwasm.linux.Errno.ENODATA -> Errno.IO;
            case io.jwasm.linux.Errno.ETIME -> Errno.TIMEDOUT;
            case io.jwasm.linux.Errno.ENOLINK -> Errno.NOLINK;
            case io.jwasm.linux.Errno.EPROTO -> Errno.PROTO;
            case io.jwasm.linux.Errno.EMULTIHOP -> Errno.MULTIHOP;
            case io.jwasm.linux.Errno.EBADMSG -> Errno.BADMSG;
            case io.jwasm.linux.Errno.EOVERFLOW -> Errno.OVERFLOW;
            case io.jwasm.linux.Errno.EILSEQ -> Errno.ILSEQ;
            case io.jwasm.linux.Errno.ENOTSOCK -> Errno.NOTSOCK;
            case io.jwasm.linux.Errno.EDESTADDRREQ -> Errno.DESTADDRREQ;
            case io.jwasm.linux.Errno.EMSGSIZE -> Errno.MSGSIZE;
            case io.jwasm.linux.Errno.EPROTOTYPE -> Errno.PROTOTYPE;
            case io.jwasm.linux.Errno.ENOPROTOOPT -> Errno.NOPROTOOPT;
            case io.jwasm.linux.Errno.EPROTONOSUPPORT -> Errno.PROTONOSUPPORT;
            case io.jwasm.linux.Errno.EOPNOTSUPP -> Errno.NOTSUP;
            case io.jwasm.linux.Errno.EAFNOSUPPORT -> Errno.AFNOSUPPORT;
            case io.jwasm.linux.Errno.EADDRINUSE -> Errno.ADDRINUSE;
            case io.jwasm.linux.Errno.EADDRNOTAVAIL -> Errno.ADDRNOTAVAIL;
            case io.jwasm.linux.Errno.ENETDOWN -> Errno.NETDOWN;
            case io.jwasm.linux.Errno.ENETUNREACH -> Errno.NETUNREACH;
            case io.jwasm.linux.Errno.ENETRESET -> Errno.NETRESET;
            case io.jwasm.linux.Errno.ECONNABORTED -> Errno.CONNABORTED;
            case io.jwasm.linux.Errno.ECONNRESET -> Errno.CONNRESET;
            case io.jwasm.linux.Errno.ENOBUFS -> Errno.NOBUFS;
            case io.jwasm.linux.Errno.EISCONN -> Errno.ISCONN;
            case io.jwasm.linux.Errno.ENOTCONN -> Errno.NOTCONN;
            case io.jwasm.linux.Errno.ETIMEDOUT -> Errno.TIMEDOUT;
            case io.jwasm.linux.Errno.ECONNREFUSED -> Errno.CONNREFUSED;
            case io.jwasm.linux.Errno.EHOSTUNREACH -> Errno.HOSTUNREACH;
            case io.jwasm.linux.Errno.EALREADY -> Errno.ALREADY;
            case io.jwasm.linux.Errno.EINPROGRESS -> Errno.INPROGRESS;
            case io.jwasm.linux.Errno.ESTALE -> Errno.STALE;
            case io.jwasm.linux.Errno.EDQUOT -> Errno.DQUOT;
            case io.jwasm.linux.Errno.ECANCELED -> Errno.CANCELED;
            case io.jwasm.linux.Errno.EOWNERDEAD -> Errno.OWNERDEAD;
            case io.jwasm.linux.Errno.ENOTRECOVERABLE -> Errno.NOTRECOVERABLE;
            default -> Errno.IO;
        };
    }
}

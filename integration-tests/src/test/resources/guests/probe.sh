#!/bin/busybox sh
# probe.c for a Linux container: the same verbs, so that the same tests can run under runc.
verb=${1:-echo}
[ $# -eq 0 ] || shift
case $verb in
  echo) for argument; do echo "$argument"; done ;;
  exit) exit "$1" ;;
  env) exec busybox env ;;
  cat) exec busybox cat "$1" ;;
  write) echo "$2" >"$1" ;;
  list) exec busybox ls -A "$1" ;;
  remove) exec busybox rm "$1" ;;
  copy) exec busybox cat ;;
  flood) busybox yes 0123456789abcde | busybox head -c "$1" ;;
  both) echo "to stdout"; echo "to stderr" >&2 ;;
  spin) while :; do :; done ;;
  grow) text=0123456789abcdef; while :; do text=$text$text; done ;;
  *) echo "probe: unknown verb" >&2; exit 2 ;;
esac

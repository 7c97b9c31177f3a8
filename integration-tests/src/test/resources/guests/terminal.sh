#!/bin/busybox sh
# terminal.c for a Linux container, so that the same tests can run under runc.
trap 'exit 130' INT
trap 'exit 131' QUIT
terminals=
for stream in 0 1 2; do
  [ -t $stream ] && terminals="$terminals $stream"
done
echo "terminals:$terminals"
while read -r line; do
  case $line in
    flood*)
      i=0
      while [ "$i" -lt "${line#flood }" ]; do
        echo "line $i"
        i=$((i + 1))
      done
      ;;
  esac
  echo "read \"$line\""
done
echo "end of input" >&2
exit 7

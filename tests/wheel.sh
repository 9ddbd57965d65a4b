#!/usr/bin/env bash
# Build the wheel, install it in an empty environment outside the checkout, and do the main job with it.
set -euo pipefail
python=$(realpath --no-symlinks "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$root"
"$python" -m build --wheel --outdir "$work/dist" . >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
cd "$work"
"$python" -m venv env
env/bin/pip install --quiet dist/plangraph-*.whl
env/bin/plangraph --version
for verb in $(env/bin/plangraph --help | awk '/^Commands:/{on=1; next} on && /^  [a-z]/{print $1}'); do
  env/bin/plangraph "$verb" --help >/dev/null || { echo "plangraph $verb --help fails"; exit 1; }
done
env/bin/plangraph build
env/bin/plangraph verify
env/bin/plangraph query shared-industries --format json | grep -q '"industry"'
echo "the wheel works in an empty environment"

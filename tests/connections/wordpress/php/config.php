<?php
// Settings of a WordPress that lives as long as the tests.
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('WORDPRESS_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', 'only for tests');
    define($name . '_SALT', 'only for tests');
}
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords without HTTPS
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', getenv('WORDPRESS_FILES') . '/');
}
function wp_mail() { return true; } // it cannot send any
require_once ABSPATH . 'wp-settings.php';

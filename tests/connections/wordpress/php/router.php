<?php
// What the web server of a WordPress does: scripts by their name, all else by index.php.
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (str_ends_with($path, '.php') && is_file(getenv('WORDPRESS_FILES') . $path)) {
    return false;
}
require getenv('WORDPRESS_FILES') . '/index.php';

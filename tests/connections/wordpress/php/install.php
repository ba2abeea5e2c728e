<?php
// Installs WordPress, with a moderator, an account for Comity and one that may nothing.
$database = new mysqli(null, 'root', '', '', 0, getenv('WORDPRESS_SOCKET'));
$database->query('CREATE DATABASE wordpress');
$database->close();
define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = parse_url(getenv('WORDPRESS_URL'), PHP_URL_HOST);
$_SERVER['REQUEST_URI'] = '/';
require getenv('WORDPRESS_FILES') . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('The paper', 'moderator', 'moderator@paper.example', true, '', 'secret');
foreach (['siteurl', 'home'] as $name) {
    update_option($name, getenv('WORDPRESS_URL'));
}
update_option('permalink_structure', '/%postname%/');
update_option('timezone_string', 'America/New_York'); // five hours behind
wp_insert_user(['user_login' => 'comity', 'user_pass' => 'secret', 'role' => 'editor']);
wp_insert_user(['user_login' => 'reader', 'user_pass' => 'secret', 'role' => 'subscriber',
    'user_email' => 'reader@paper.example', 'display_name' => 'A Reader']);
$passwords = [];
foreach (['moderator', 'comity', 'reader'] as $login) {
    $user = get_user_by('login', $login);
    list($password) = WP_Application_Passwords::create_new_application_password(
        $user->ID, ['name' => 'tests']);
    $passwords[$login] = $password;
}
echo json_encode($passwords);

<?php
/* A plug-in of the practice site: a post type of its own where SITE_BULLETINS is set, no REST API where SITE_CLOSED is. */
add_action('init', function () {
    if (getenv('SITE_BULLETINS')) {
        register_post_type('bulletin', [
            'label' => 'Bulletins', 'public' => true, 'show_in_rest' => true, 'rest_base' => 'bulletins',
            'has_archive' => 'bulletins', 'rewrite' => ['slug' => 'bulletins', 'with_front' => false],
            'supports' => ['title', 'editor', 'author', 'excerpt'],
        ]);
    }
    remove_action('wp_head', 'print_emoji_detection_script', 7);
    remove_action('wp_print_styles', 'print_emoji_styles');
});
add_filter('rest_authentication_errors', function ($result) {
    if (getenv('SITE_CLOSED') && !is_user_logged_in()) {
        return new WP_Error('rest_not_logged_in', 'You are not currently logged in.', ['status' => 401]);
    }
    return $result;
});
add_filter('pre_wp_mail', '__return_false');

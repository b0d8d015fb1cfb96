//! Configurations of web servers: nginx, Caddy and Apache httpd. `cargo xtask test` runs each of them.

use crate::headers::{Cloud, IMMUTABLE, NO_CACHE, NO_STORE, UNCHANGED};

/// A file for the directory `conf.d` of nginx.
pub(super) fn nginx(cloud: &Cloud) -> String {
    format!(
        r#"# Put your own names into the lines that end with "yours".
{map}
server {{
    listen 80;
    server_name guests.example.com; # yours
    return 301 https://$host$request_uri;
}}

server {{
    listen 443 ssl;
    server_name guests.example.com; # yours
    ssl_certificate /etc/ssl/guests.example.com.pem; # yours
    ssl_certificate_key /etc/ssl/guests.example.com.key; # yours
    root /srv/guestlist; # yours: what dist/ holds

{rules}}}
"#,
        map = nginx_cache(),
        rules = nginx_rules(cloud),
    )
}

/// The whole configuration of nginx in the container of `public/Dockerfile`: it is started by a user without rights, and
/// writes below /tmp only.
pub(super) fn container(cloud: &Cloud) -> String {
    let indented = |text: String| -> String {
        text.lines()
            .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") })
            .collect()
    };
    format!(
        r#"# What is in front of the container speaks https and adds nothing to the headers.
worker_processes auto;
pid /tmp/nginx.pid;
error_log stderr;

events {{
}}

http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    server_tokens off;
    sendfile on;
    # Nothing is written down about who calls.
    access_log off;
    client_body_temp_path /tmp/client_body;
    proxy_temp_path /tmp/proxy;
    fastcgi_temp_path /tmp/fastcgi;
    uwsgi_temp_path /tmp/uwsgi;
    scgi_temp_path /tmp/scgi;

{map}
    server {{
        listen 8080;
        root /srv/guestlist;

{rules}    }}
}}
"#,
        map = indented(nginx_cache()),
        rules = indented(nginx_rules(cloud)),
    )
}

fn nginx_cache() -> String {
    format!(
        r#"# What is not there is never kept: it may be there in a minute, when all of a new version has arrived.
map "$status:$uri" $guestlist_cache {{
    default "{NO_STORE}";
    "~^(200|206|304):/(index\.html|config\.json)$" "{UNCHANGED}";
    "~^(200|206|304):/assets/" "{IMMUTABLE}";
    "~^(200|206|304):(/SHA256SUMS|.*\.[^/]*)$" "{NO_CACHE}";
}}
"#
    )
}

/// What is in the block `server`: headers, compression, and which path is what.
fn nginx_rules(cloud: &Cloud) -> String {
    let headers: String = cloud
        .headers()
        .iter()
        .map(|(name, value)| format!("    add_header {name} \"{value}\" always;\n"))
        .collect();
    format!(
        r#"{headers}    add_header Cache-Control $guestlist_cache always;

    gzip on;
    gzip_vary on;
    gzip_types text/css text/javascript application/javascript application/json application/wasm image/svg+xml;

    # A path whose last part has a dot is a file or nothing, and SHA256SUMS is a file; all others are pages.
    location / {{
        try_files $uri /index.html;
    }}
    location ~ ^/(_headers|_redirects|staticwebapp\.config\.json)$ {{
        return 404;
    }}
    location ~ \.wasm$ {{
        types {{ application/wasm wasm; }}
        try_files $uri =404;
    }}
    location ~ \.[^/]*$ {{
        try_files $uri =404;
    }}
"#
    )
}

/// The Caddyfile.
pub(super) fn caddy(cloud: &Cloud) -> String {
    let headers: String =
        cloud.headers().iter().map(|(name, value)| format!("\t\t{name} \"{value}\"\n")).collect();
    format!(
        r#"# Put your own name and folder into the lines that end with "yours".
guests.example.com {{ # yours
	root * /srv/guestlist # yours: what dist/ holds
	encode zstd gzip {{
		# By itself Caddy does not compress wasm, the largest file.
		match {{
			header Content-Type text/*
			header Content-Type application/javascript*
			header Content-Type application/json*
			header Content-Type application/wasm*
			header Content-Type image/svg+xml*
		}}
	}}
	header {{
{headers}	}}

	# What hosts of other kinds read, and what is not there: both are answered with 404 and not cached.
	@hidden path /_headers /_redirects /staticwebapp.config.json
	# A path whose last part has a dot is a file or nothing, and SHA256SUMS is a file; all others are pages.
	@pages not path_regexp (^/SHA256SUMS|\.[^/]*)$
	@unchanged path /index.html /config.json
	@assets {{
		path /assets/*
		file
	}}
	@files {{
		path_regexp (^/SHA256SUMS|\.[^/]*)$
		not path /assets/* /index.html /config.json /staticwebapp.config.json
		file
	}}
	# In this order: of two rules for one answer the later counts.
	route {{
		header Cache-Control "{NO_STORE}"
		header @pages Cache-Control "{UNCHANGED}"
		header @unchanged Cache-Control "{UNCHANGED}"
		header @hidden Cache-Control "{NO_STORE}"
		header @assets Cache-Control "{IMMUTABLE}"
		header @files Cache-Control "{NO_CACHE}"
		error @hidden 404
		rewrite @pages /index.html
		file_server
	}}
}}
"#
    )
}

/// A site for Apache httpd. Its modules are ssl, headers, rewrite, filter, deflate and brotli.
pub(super) fn apache(cloud: &Cloud) -> String {
    let headers: String = cloud
        .headers()
        .iter()
        .map(|(name, value)| format!("    Header always set {name} \"{value}\"\n"))
        .collect();
    format!(
        r#"# Put your own names into the lines below a "yours". The modules: a2enmod ssl headers rewrite filter deflate brotli
<VirtualHost *:80>
    # yours
    ServerName guests.example.com
    RewriteEngine On
    RewriteRule ^ https://%{{SERVER_NAME}}%{{REQUEST_URI}} [R=301,L]
</VirtualHost>

<VirtualHost *:443>
    # yours
    ServerName guests.example.com
    SSLEngine On
    # yours
    SSLCertificateFile /etc/ssl/guests.example.com.pem
    # yours
    SSLCertificateKeyFile /etc/ssl/guests.example.com.key
    # yours: what dist/ holds
    DocumentRoot /srv/guestlist
    # yours: the same
    <Directory /srv/guestlist>
        Options None
        AllowOverride None
        Require all granted
    </Directory>

{headers}    # Of two lines that hold for one answer the later counts. What is not there is never kept.
    Header always set Cache-Control "{NO_STORE}"
    Header always set Cache-Control "{NO_CACHE}" "expr=%{{REQUEST_STATUS}} in {{'200', '206', '304'}}"
    Header always set Cache-Control "{IMMUTABLE}" "expr=%{{REQUEST_STATUS}} in {{'200', '206', '304'}} && %{{REQUEST_URI}} =~ m#^/assets/#"
    Header always set Cache-Control "{UNCHANGED}" "expr=%{{REQUEST_STATUS}} in {{'200', '206', '304'}} && %{{REQUEST_URI}} =~ m#^/(index\.html|config\.json)$#"

    AddType application/wasm .wasm
    AddType text/javascript .js
    AddOutputFilterByType BROTLI_COMPRESS;DEFLATE text/html text/css text/javascript application/json application/wasm image/svg+xml

    # A path whose last part has a dot is a file or nothing, and SHA256SUMS is a file; all others are pages.
    RewriteEngine On
    RewriteRule ^/(_headers|_redirects|staticwebapp\.config\.json)$ - [R=404,L]
    RewriteRule !(^/SHA256SUMS|\.[^/]*)$ /index.html [PT,L]
</VirtualHost>
"#
    )
}

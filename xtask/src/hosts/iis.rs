//! web.config of IIS. No test can run IIS; one reads the file as XML.

use crate::headers::{Cloud, IMMUTABLE, NO_CACHE, NO_STORE, UNCHANGED};

/// Statuses with which a file is there.
const FOUND: &str = "^(200|206|304)";

/// The file for the folder of the site. It needs the URL Rewrite module.
pub(super) fn iis(cloud: &Cloud) -> String {
    let headers: String = cloud
        .headers()
        .iter()
        .map(|(name, value)| format!("        <add name=\"{name}\" value=\"{value}\" />\n"))
        .collect();
    // Of several rules the last that matches counts.
    let caches: String = [
        ("others", ".*", NO_CACHE),
        ("assets", "^/assets/", IMMUTABLE),
        ("page and configuration", r"^/(index\.html|config\.json)$", UNCHANGED),
    ]
    .iter()
    .map(|(name, path, value)| {
        format!(
            r#"        <rule name="cache: {name}">
          <match serverVariable="RESPONSE_Cache-Control" pattern=".*" />
          <conditions>
            <add input="{{RESPONSE_STATUS}}" pattern="{FOUND}" />
            <add input="{{URL}}" pattern="{path}" />
          </conditions>
          <action type="Rewrite" value="{value}" />
        </rule>
"#
        )
    })
    .collect();
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<!-- Made by `cargo xtask headers` from config.json's cloud. Put it beside index.html. It needs the URL Rewrite module, and
     once for the server, so that the program is compressed:
     appcmd set config /section:httpCompression /+"staticTypes.[mimeType='application/wasm',enabled='true']" /commit:apphost -->
<configuration>
  <system.webServer>
    <httpProtocol>
      <customHeaders>
        <remove name="X-Powered-By" />
{headers}        <add name="Cache-Control" value="{NO_STORE}" />
      </customHeaders>
    </httpProtocol>
    <staticContent>
      <remove fileExtension=".js" />
      <mimeMap fileExtension=".js" mimeType="text/javascript" />
      <remove fileExtension=".json" />
      <mimeMap fileExtension=".json" mimeType="application/json" />
      <remove fileExtension=".svg" />
      <mimeMap fileExtension=".svg" mimeType="image/svg+xml" />
      <remove fileExtension=".wasm" />
      <mimeMap fileExtension=".wasm" mimeType="application/wasm" />
      <!-- SHA256SUMS -->
      <mimeMap fileExtension="." mimeType="text/plain" />
    </staticContent>
    <urlCompression doStaticCompression="true" />
    <security>
      <requestFiltering>
        <hiddenSegments>
          <add segment="_headers" />
          <add segment="_redirects" />
          <add segment="staticwebapp.config.json" />
        </hiddenSegments>
      </requestFiltering>
    </security>
    <rewrite>
      <rules>
        <rule name="https" stopProcessing="true">
          <match url=".*" />
          <conditions>
            <add input="{{HTTPS}}" pattern="^off$" />
          </conditions>
          <action type="Redirect" url="https://{{HTTP_HOST}}{{REQUEST_URI}}" appendQueryString="false" redirectType="Permanent" />
        </rule>
        <!-- A path whose last part has a dot is a file or nothing, and SHA256SUMS is a file; all others are pages. -->
        <rule name="pages">
          <match url="(^SHA256SUMS|\.[^/]*)$" negate="true" />
          <action type="Rewrite" url="/index.html" />
        </rule>
      </rules>
      <outboundRules>
{caches}      </outboundRules>
    </rewrite>
  </system.webServer>
</configuration>
"#
    )
}

#[cfg(test)]
mod tests;

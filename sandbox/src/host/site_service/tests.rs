use super::*;

#[test]
fn the_host_of_a_whole_url_counts() {
    let request = http::Request::get("https://graph.microsoft.com/v1.0/me?$select=id");
    let request = in_origin_form(request.header("host", "localhost").body(Bytes::new()).unwrap());
    assert_eq!(request.uri(), "/v1.0/me?$select=id");
    assert_eq!(request.headers()["host"], "graph.microsoft.com");
}

use super::*;

#[test]
fn the_ready_line_gives_three_origins() {
    let line =
        r#"{"portal":"http://127.0.0.1:1/","login":"http://127.0.0.1:2","graph":"http://127.0.0.1:3"}"#;
    let origins = Origins::read(line).unwrap();
    assert_eq!(origins.portal, "http://127.0.0.1:1");
    assert_eq!(origins.graph, "http://127.0.0.1:3");
    assert_eq!(Origins::read("listening on 127.0.0.1:1"), None);
    assert_eq!(Origins::read(r#"{"portal":"http://127.0.0.1:1"}"#), None);
}

#[test]
fn the_welcome_says_where_everything_is() {
    let at = |port: u16| format!("http://127.0.0.1:{port}");
    let text = welcome(&Origins { portal: at(81), login: at(82), graph: at(83) }, 7);
    for part in
        ["http://127.0.0.1:81/", "http://127.0.0.1:83/_sandbox/outbox", "Guest Inviter", "Ctrl+C", " 7 "]
    {
        assert!(text.contains(part), "{part} is missing from {text}");
    }
}

#[test]
fn a_taken_port_is_noticed_whichever_of_the_three_it_is() {
    let held = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = held.local_addr().unwrap().port();
    assert_eq!(port_in_use(port), Some(port));
    assert!(port_in_use(port - 2).is_some());
    assert_ne!(suggest_port(port), port);
}

/// `cat` ends when its standard input is closed, as the tenant does.
#[cfg(unix)]
#[test]
fn the_tenant_lives_until_it_is_stopped() {
    let mut cat = Command::new("cat").stdin(Stdio::piped()).spawn().unwrap();
    let id = cat.id().to_string();
    let waiting = thread::spawn(move || wait_for_exit(&mut cat).unwrap());
    thread::sleep(std::time::Duration::from_millis(300));
    assert!(!waiting.is_finished(), "the tenant was told to stop");
    Command::new("kill").arg(id).status().unwrap();
    assert!(!waiting.join().unwrap().success());
}

#[test]
fn each_platform_has_its_way_to_open_a_page() {
    assert_eq!(opener("linux").0, "xdg-open");
    assert_eq!(opener("macos").0, "open");
    assert_eq!(opener("windows"), ("cmd", &["/C", "start", ""][..]));
}

//! The page for an unknown address, with a link to Invite. Must not know the address.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::routes::Route;
use crate::ui::words::{expect_words, text};

#[component]
pub fn NotFoundPage() -> impl IntoView {
    let words = expect_words();
    super::title::use_title(text!(words, shell.not_found));
    view! {
        <section class="empty">
            <h1>{text!(words, shell.not_found)}</h1>
            <p>{text!(words, shell.not_found_text)}</p>
            <A href=Route::Invite.href() attr:class="button button--primary">{text!(words, shell.not_found_way)}</A>
        </section>
    }
}

//! A piece of a view without its type.
//!
//! [`AnyView`] does this too, but keeps for every kind of view the code that turns an old one into a new one. Pages,
//! notices and forms come and go as a whole: a [`Part`] is thrown away and built anew, which needs half the code.
//! Where that matters (the rows of a list) a plain view is used, which is changed in place.

use leptos::children::ToChildren;
use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Node, Placeholder};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};

/// A view of any kind.
pub struct Part(Box<dyn FnOnce() -> Box<dyn Mountable> + Send>);

/// Takes a view's type away.
pub trait IntoPart {
    /// The same view, as a part.
    fn part(self) -> Part;
}

impl<V> IntoPart for V
where
    V: IntoView + 'static,
{
    fn part(self) -> Part {
        let view = self.into_view().into_inner();
        Part(Box::new(move || Box::new(view.build())))
    }
}

impl Part {
    /// Nothing.
    #[must_use]
    pub fn nothing() -> Self {
        Self(Box::new(|| Box::new(())))
    }
}

/// A part in the document, with a mark at its end that holds its place while it is exchanged.
pub struct PartState {
    content: Box<dyn Mountable>,
    end: Placeholder,
}

impl Render for Part {
    type State = PartState;

    fn build(self) -> Self::State {
        PartState { content: (self.0)(), end: Rndr::create_placeholder() }
    }

    fn rebuild(self, state: &mut Self::State) {
        let mut content = (self.0)();
        state.content.unmount();
        state.end.insert_before_this(&mut *content);
        state.content = content;
    }
}

impl Mountable for PartState {
    fn unmount(&mut self) {
        self.content.unmount();
        self.end.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.content.mount(parent, marker);
        self.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.content.insert_before_this(child) || self.end.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.content.elements()
    }
}

impl AddAnyAttr for Part {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self::Output<NewAttr> {
        self
    }
}

/// A view must be able to become HTML text on a server; there is none.
impl RenderHtml for Part {
    type AsyncOutput = Self;
    type Owned = Self;
    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self::AsyncOutput {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self::Owned {
        self
    }
}

/// What stands between a component's tags.
pub struct Inner(Box<dyn FnOnce() -> Part + Send>);

impl Inner {
    /// Makes it.
    #[must_use]
    pub fn draw(self) -> Part {
        (self.0)()
    }
}

impl<F, C> ToChildren<F> for Inner
where
    F: FnOnce() -> C + Send + 'static,
    C: IntoView + 'static,
{
    fn to_children(draw: F) -> Self {
        Self(Box::new(move || draw().part()))
    }
}

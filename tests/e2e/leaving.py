"""A browser in which the neutral site may stay away, to look at what is there until it comes."""

from playwright.sync_api import BrowserContext, Page, Request, Route

from tests.e2e.visiting import NEUTRAL

WEATHER = "<title>Weather</title><h1>Weather</h1>"


class Leaving:
    """One tab; `sent` is every request since `watch`."""

    def __init__(self, context: BrowserContext) -> None:
        self.sent: list[Request] = []
        self._away = False
        context.on("request", self._note)
        context.route(NEUTRAL + "**", self._answer)
        self.page: Page = context.new_page()
        self.page.set_content("<html style='background: #fff'></html>")
        self._blank = self.page.screenshot()

    def _note(self, request: Request) -> None:
        # The browser asks for the picture on its tab when it likes.
        if "/static/icon.svg" not in request.url:
            self.sent.append(request)

    def _answer(self, route: Route) -> None:
        # No content: the browser stays where it is. A picture cannot be taken while it waits.
        if self._away:
            route.fulfill(status=204)
        else:
            route.fulfill(body=WEATHER, content_type="text/html")

    def watch(self) -> None:
        """From now on, the neutral site stays away and what is sent is written down."""
        self.page.wait_for_load_state("networkidle")
        self.sent.clear()
        self._away = True

    def arrive(self) -> None:
        """The neutral site comes."""
        self._away = False
        self.page.evaluate(
            "setTimeout(() => location.replace(document.documentElement.dataset.exit))"
        )
        self.page.wait_for_url(NEUTRAL)

    def press(self) -> None:
        box = self.page.locator(".exit").bounding_box()
        assert box
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def until_asked(self) -> None:
        """Until the neutral site has been asked for."""
        for _ in range(100):
            if any(request.url == NEUTRAL for request in self.sent):
                self.page.wait_for_timeout(100)
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"Nobody left {self.page.url}.")

    def back(self) -> None:
        self.page.evaluate("setTimeout(() => history.back())")

    @property
    def covered(self) -> bool:
        """Whether the screen is white and nothing else. A page that was stopped before its body
        has nothing to paint, and the browser takes no picture of it."""
        if self.page.evaluate("document.body === null"):
            return True
        return self.page.screenshot() == self._blank

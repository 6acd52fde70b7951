import './style.css';

export const metadata = { title: 'Would they survive?' };

export default function Layout({ children }) {
  return <html lang="en"><body><main>{children}</main></body></html>;
}
